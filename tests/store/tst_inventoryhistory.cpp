// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Three weeks in the life of 300 tokens, a list a day. A script with a fixed seed makes the
/// changes and writes down what each of them is by its own lights; the history has to say the same.

#include "inventorytools.h"
#include "stricttest.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using domain::ChangeKind;
using domain::TimeFact;
using domain::Token;
using test::await;
using test::connectionId;
using test::day;

namespace {

constexpr int firstDay = 200;
constexpr int days = 21;
constexpr int tokensAtFirst = 300;
constexpr int idleDays = 90;

/// A token as the script thinks of it: the day of its last use, the rungs it has climbed.
struct Life
{
    Token token;
    int lastUsed = 0; ///< -1 = never
    bool isIdle = false;
    bool isListed = true;
};

const QStringList ladder = {u"read"_s, u"write"_s, u"admin"_s};

domain::Grant grantOf(const QString &role)
{
    return {.name = role, .target = u"org"_s, .wire = {{u"role"_s, role}, {u"scope"_s, u"org"_s}}};
}

class Script final
{
public:
    Script()
    {
        for (int i = 0; i < tokensAtFirst; ++i)
            birth(firstDay - static_cast<int>(m_random.bounded(120)));
    }

    std::vector<Token> list() const
    {
        std::vector<Token> tokens;
        for (const Life &life : m_lives) {
            if (life.isListed)
                tokens.push_back(life.token);
        }
        return tokens;
    }

    /// What happened since the day before, as lines "id kind".
    QStringList live(int today)
    {
        m_said.clear();
        for (Life &life : m_lives) {
            if (life.isListed)
                spend(life, today);
            else if (m_random.bounded(40) == 0)
                comeBack(life, today);
        }
        for (int births = m_random.bounded(4); births > 0; --births) {
            birth(today);
            say(m_lives.back(), ChangeKind::Appeared);
        }
        m_said.sort();
        return m_said;
    }

private:
    void birth(int used)
    {
        Life life;
        life.token = test::token(
            connectionId, u"id-%1"_s.arg(m_lives.size(), 4, 10, QChar(u'0')), nextName());
        life.token.grants = {grantOf(ladder.at(static_cast<int>(m_random.bounded(3))))};
        life.lastUsed = m_random.bounded(10) == 0 ? -1 : used;
        life.isIdle = life.lastUsed >= 0 && firstDay - life.lastUsed >= idleDays;
        show(life);
        m_lives.push_back(life);
    }

    static void show(Life &life)
    {
        life.token.lastUsed
            = life.lastUsed < 0 ? TimeFact::never() : TimeFact::known(day(life.lastUsed));
    }

    QString nextName() { return u"robot %1"_s.arg(m_names++); }

    void say(const Life &life, ChangeKind kind)
    {
        m_said.append(life.token.key.remoteId + u' ' + domain::changeKindId(kind));
    }

    void spend(Life &life, int today)
    {
        const int fate = static_cast<int>(m_random.bounded(200));
        if (fate == 0) {
            life.isListed = false;
            say(life, ChangeKind::Vanished);
            return;
        }
        if (fate == 1) {
            life.token.name = nextName();
            say(life, ChangeKind::Renamed);
        } else if (fate == 2 || fate == 3) {
            changeRole(life, fate == 2 ? 1 : -1);
        } else if (fate == 4) {
            toggle(life);
        } else if (fate == 5) {
            swapGrants(life);
        }
        use(life, today, fate > 180);
    }

    void changeRole(Life &life, int step)
    {
        const auto before = ladder.indexOf(life.token.grants.front().name);
        const auto rung = before + step;
        if (before < 0 || rung < 0 || rung >= ladder.size())
            return;
        life.token.grants.front() = grantOf(ladder.at(rung));
        say(life, step > 0 ? ChangeKind::GrantsBroadened : ChangeKind::GrantsNarrowed);
    }

    void swapGrants(Life &life)
    {
        const bool isHelpdesk = life.token.grants.front().name == "helpdesk"_L1;
        life.token.grants = {grantOf(isHelpdesk ? u"installer"_s : u"helpdesk"_s)};
        say(life, ChangeKind::GrantsChanged);
    }

    void toggle(Life &life)
    {
        const bool isActive = life.token.status == domain::TokenStatus::Active;
        life.token.status = isActive ? domain::TokenStatus::Disabled : domain::TokenStatus::Active;
        say(life, ChangeKind::StatusChanged);
    }

    void use(Life &life, int today, bool isUsed)
    {
        if (isUsed) {
            if (life.lastUsed < 0 || life.isIdle)
                say(life, ChangeKind::CameIntoUse);
            life.lastUsed = today;
            life.isIdle = false;
        } else if (life.lastUsed >= 0 && !life.isIdle && today - life.lastUsed >= idleDays) {
            life.isIdle = true;
            say(life, ChangeKind::WentIdle);
        }
        show(life);
    }

    void comeBack(Life &life, int today)
    {
        life.isListed = true;
        say(life, ChangeKind::Returned);
        // It may have crossed the limit while nobody saw it.
        use(life, today, false);
    }

    QRandomGenerator m_random {20260301};
    std::vector<Life> m_lives;
    QStringList m_said;
    int m_names = 0;
};

QStringList kindsOf(domain::Inventory &inventory, domain::ChangeQuery query)
{
    query.limit = 100'000;
    QStringList lines;
    const auto changes = await(inventory.changes(query));
    if (!changes)
        return {changes.error().detail};
    for (const domain::TokenChange &change : *changes)
        lines.append(change.token.remoteId + u' ' + domain::changeKindId(change.kind));
    lines.sort();
    return lines;
}

int count(const QStringList &lines, ChangeKind kind)
{
    const QString word = u' ' + domain::changeKindId(kind);
    return static_cast<int>(std::count_if(
        lines.begin(), lines.end(), [&word](const QString &line) { return line.endsWith(word); }));
}

/// "+3, -1, 2 broadened, 5 went idle".
QString summaryOf(const QStringList &lines)
{
    return u"+%1, -%2, %3 broadened, %4 went idle"_s.arg(count(lines, ChangeKind::Appeared))
        .arg(count(lines, ChangeKind::Vanished))
        .arg(count(lines, ChangeKind::GrantsBroadened))
        .arg(count(lines, ChangeKind::WentIdle));
}

} // namespace

class InventoryHistoryTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void tellsThreeWeeksAsTheyWere();
};

void InventoryHistoryTest::tellsThreeWeeksAsTheyWere()
{
    const QTemporaryDir folder;
    Script script;
    std::map<int, QStringList> expected;
    auto inventory = std::make_unique<store::InventoryFile>(folder.path());
    QVERIFY(await(inventory->sync(test::listOf(script.list(), firstDay))));
    for (int today = firstDay + 1; today <= firstDay + days; ++today) {
        expected[today] = script.live(today);
        const std::vector<Token> tokens = script.list();
        if (today % 5 == 0) // Somebody lists twice that day, once without the last pages.
            QVERIFY(await(inventory->sync(
                test::listOf({tokens.begin(), tokens.begin() + 200}, today, false))));
        if (today % 7 == 0) // The program is started anew.
            inventory = std::make_unique<store::InventoryFile>(folder.path());
        const auto report = await(inventory->sync(test::listOf(tokens, today)));
        QVERIFY(report);
        QCOMPARE(kindsOf(*inventory, {.since = day(today), .until = day(today)}), expected[today]);
    }

    QStringList all;
    QStringList sinceMonday;
    const int monday = firstDay + 15;
    for (const auto &[when, lines] : expected) {
        all += lines;
        if (when >= monday)
            sinceMonday += lines;
    }
    // The script has to have tried everything.
    for (const ChangeKind kind :
        {ChangeKind::Appeared, ChangeKind::Vanished, ChangeKind::Returned, ChangeKind::Renamed,
            ChangeKind::GrantsBroadened, ChangeKind::GrantsNarrowed, ChangeKind::GrantsChanged,
            ChangeKind::StatusChanged, ChangeKind::CameIntoUse, ChangeKind::WentIdle})
        QVERIFY2(count(all, kind) > 3, qPrintable(domain::changeKindId(kind)));
    all.sort();
    QCOMPARE(kindsOf(*inventory, {}), all);
    QCOMPARE(summaryOf(kindsOf(*inventory, {.since = day(monday)})), summaryOf(sinceMonday));
    qInfo("in three weeks %d changes; since Monday: %s", static_cast<int>(all.size()),
        qPrintable(summaryOf(sinceMonday)));
}

QTEST_GUILESS_MAIN(InventoryHistoryTest)
#include "tst_inventoryhistory.moc"
