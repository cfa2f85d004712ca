// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/names.h"

#include <array>

namespace sandbox::names {

using namespace Qt::StringLiterals;

std::span<const Spelling> firstNames()
{
    static constexpr auto all = std::to_array<Spelling>({{u"Ada", "ada"}, {u"Grace", "grace"},
        {u"Zoë", "zoe"}, {u"Jürgen", "juergen"}, {u"Siobhán", "siobhan"}, {u"Łukasz", "lukasz"},
        {u"Aïcha", "aicha"}, {u"Björn", "bjoern"}, {u"Nguyễn Thị", "thi"}, {u"Мария", "maria"},
        {u"Дмитрий", "dmitri"}, {u"Ελένη", "eleni"}, {u"יעל", "yael"}, {u"محمد", "mohammed"},
        {u"فاطمة", "fatima"}, {u"さくら", "sakura"}, {u"太郎", "taro"}, {u"伟", "wei"},
        {u"지우", "jiwoo"}, {u"Priya", "priya"}, {u"राहुल", "rahul"}, {u"Tomás", "tomas"},
        {u"Ingrid", "ingrid"}, {u"Kofi", "kofi"}, {u"Moana", "moana"}, {u"Søren", "soeren"},
        {u"Chloe", "chloe"}, {u"Mateo", "mateo"}, {u"Oluwaseun", "seun"}, {u"Jan", "jan"}});
    return all;
}

std::span<const Spelling> lastNames()
{
    static constexpr auto all = std::to_array<Spelling>({{u"Lovelace", "lovelace"},
        {u"Hopper", "hopper"}, {u"O'Brien", "obrien"}, {u"Müller", "mueller"},
        {u"Kowalski-Nowak", "kowalski"}, {u"Benali", "benali"}, {u"Ångström", "angstrom"},
        {u"Иванова", "ivanova"}, {u"Παπαδόπουλος", "papadopoulos"}, {u"כהן", "cohen"},
        {u"الحسن", "alhassan"}, {u"佐藤", "sato"}, {u"王", "wang"}, {u"김", "kim"},
        {u"Sharma", "sharma"}, {u"van der Berg", "vanderberg"}, {u"Mensah", "mensah"},
        {u"Ruiz Peña", "ruiz"}, {u"Jensen", "jensen"}, {u"Smith", "smith"}});
    return all;
}

std::span<const char16_t *const> purposes()
{
    static constexpr auto all = std::to_array<const char16_t *>({u"nightly backup", u"ci deploy",
        u"grafana exporter", u"terraform", u"noc dashboard", u"asset sync", u"CRM robot",
        u"wifi survey", u"audit export", u"slack bot", u"ansible runner", u"billing report",
        u"onboarding kiosk", u"SIEM feed", u"load test", u"guest portal", u"inventory pull",
        u"status page", u"migration 2024", u"python notebook", u"on-call tools", u"license check"});
    return all;
}

std::span<const char16_t *const> places()
{
    static constexpr auto all = std::to_array<const char16_t *>(
        {u"Berlin", u"Köln", u"São Paulo", u"Oslo", u"Tokyo", u"Nairobi", u"Austin", u"Lyon",
            u"Gdańsk", u"Leeds", u"Pune", u"Perth", u"Toronto", u"HQ", u"DC-1", u"DC-2"});
    return all;
}

std::span<const char16_t *const> stages()
{
    static constexpr auto all
        = std::to_array<const char16_t *>({u"prod", u"staging", u"test", u"dev", u"old"});
    return all;
}

std::span<const char16_t *const> foreignLetters()
{
    static constexpr auto all = std::to_array<const char16_t *>({u"نسخة احتياطية ليلية",
        u"גיבוי לילי 7", u"夜間バックアップ", u"Ночной экспорт", u"Αντίγραφα", u"백업 로봇",
        u"Zoe\u0308's laptop", u"L'été à l'aube", u"रात का बैकअप", u"Đồng bộ kho"});
    return all;
}

std::span<const QString> hostile()
{
    static const std::array all {u"<b>bold</b> & <img src=x onerror=alert(1)>"_s,
        u"نسخة احتياطية (DC-1) test"_s, u"invoice\u202Efdp.exe"_s,
        u"deploy 🤖👩🏽‍💻🏳️‍🌈"_s, u"Z̸̡̛a̷l̶g̵o̴ export"_s,
        u"=HYPERLINK(\"http://example.com\",\"x\")"_s, u"  padded  "_s,
        u"&amp;lt;not markup&amp;gt;"_s, u"line one\nline two\ttab"_s,
        u"'; DROP TABLE tokens; --"_s, u"zero\u200Bwidth\uFEFF joiner"_s, u"%1 %n %s {0} $TOKEN"_s,
        u"a token whose name somebody wrote as if it were its documentation: it is used by the "
        "nightly job that copies every switch configuration to the archive in the second data "
        "centre, ask the network team before touching it"_s};
    return all;
}

} // namespace sandbox::names
