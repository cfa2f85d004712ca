// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin does in one sitting, step by step, each with its time and the stall of the event
/// loop it caused, and with a look at whether the window shows the right thing.

#include "models/tokentablemodel.h"
#include "stallwatch.h"

#include <QObject>

#include <functional>
#include <vector>

class QScrollBar;

namespace tokens {
class FilterBar;
class TokenTableView;
} // namespace tokens

namespace e2e {

class Stage;

struct StepFigures
{
    QString name;
    double wall = 0; ///< milliseconds until what was asked for is shown
    double longest = 0; ///< stall of the event loop by the clock on the wall
    double busy = 0; ///< stall by this thread's own processor time
};

class Script final : public QObject
{
    Q_OBJECT

public:
    /// pictures: a folder for pictures of the window, or nothing.
    Script(Stage &stage, int tokensPerVendor, QString pictures);

    void run();
    /// What was not as it should be.
    const QStringList &faults() const { return m_faults; }

signals:
    void measured(const e2e::StepFigures &step);

private:
    using Done = std::function<bool()>;

    void load();
    void sort();
    void filter();
    void scroll();
    void refresh();
    void selectAll();
    void deleteSome();
    void answerQuestion();

    void step(const QString &name, const std::function<void()> &begin, const Done &isDone);
    void turnUntil(const Done &isDone);
    void sortBy(const QString &name, const std::vector<models::SortBy> &keys);
    /// Types the words like a hand would and returns how many rows are left.
    int type(const QString &words);
    void scrollTo(const QString &name, const std::function<bool(QScrollBar *)> &move);
    void check(bool isRight, const QString &what);
    void checkOrder();
    void takePicture(const QString &name);
    bool isSettled() const;

    Stage &m_stage;
    const int m_all;
    const QString m_pictures;
    tokens::TokenTableView *m_table;
    tokens::FilterBar *m_bar;
    models::TokenTableModel *m_model;
    test::StallWatch m_watch;
    QStringList m_faults;
};

} // namespace e2e
