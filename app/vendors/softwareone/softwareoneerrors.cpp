// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/softwareone/softwareonewire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace softwareone::wire {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostErrors = 5;

/// The first of several spellings that holds text.
QString firstText(const QJsonObject &object, std::initializer_list<QLatin1StringView> keys)
{
    for (const auto key : keys) {
        const QString text = object.value(key).toString().trimmed();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

struct Complaints
{
    QStringList sentences;
    QString field;

    void add(const QString &member, const QString &sentence)
    {
        if (field.isEmpty())
            field = member;
        if (sentence.isEmpty() || sentences.size() >= mostErrors)
            return;
        const QString whole = member.isEmpty() ? sentence : u"%1: %2"_s.arg(member, sentence);
        if (!sentences.contains(whole))
            sentences.append(whole);
    }
};

/// `{"name": ["Name is required."]}`, where the list may be a single string.
void readByMember(const QJsonObject &errors, Complaints &complaints)
{
    for (auto it = errors.begin(); it != errors.end(); ++it) {
        if (it->isString())
            complaints.add(it.key(), it->toString());
        const QJsonArray sentences = it->toArray();
        for (const QJsonValue &sentence : sentences)
            complaints.add(it.key(), sentence.toString());
    }
}

/// `[{"message": "Name is too long", "properties": ["name"]}]`, where an item may be a string.
void readAsList(const QJsonArray &errors, Complaints &complaints)
{
    for (const QJsonValue &error : errors) {
        const QJsonObject object = error.toObject();
        const QString member = object.value("properties"_L1).toArray().first().toString();
        complaints.add(member,
            error.isString() ? error.toString() : firstText(object, {"message"_L1, "detail"_L1}));
    }
}

QString statusNote(const QJsonObject &object, int httpStatus)
{
    QJsonValue status = object.value("status"_L1);
    if (status.isUndefined())
        status = object.value("statusCode"_L1);
    const int said = status.isString() ? status.toString().toInt() : status.toInt();
    return said != 0 && said != httpStatus ? u" (status %1)"_s.arg(said) : QString();
}

} // namespace

http::ErrorWords parseError(const http::Response &response)
{
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (!document.isObject())
        return {.words = QString::fromUtf8(response.body.left(4000)), .requestId = {}, .field = {}};
    const QJsonObject object = document.object();
    Complaints complaints;
    const QJsonValue errors = object.value("errors"_L1);
    if (errors.isObject())
        readByMember(errors.toObject(), complaints);
    else
        readAsList(errors.toArray(), complaints);

    QString words = firstText(object, {"detail"_L1, "details"_L1, "title"_L1, "message"_L1});
    for (const QString &sentence : std::as_const(complaints.sentences)) {
        if (!words.isEmpty() && sentence.endsWith(words))
            words = sentence; // The only complaint repeats the summary: say it once.
        else
            words += (words.isEmpty() ? QString() : u" "_s) + sentence;
    }
    // The gateway in front says {"statusCode": 404, "message"} of an address; the vendor's own
    // errors are problem details (softwareone_openapi, RFC 9457).
    return {.words = words + statusNote(object, response.status),
        .requestId = base::json::text(object, "traceId"),
        .field = complaints.field,
        .isVendors = !object.contains("statusCode"_L1)};
}

} // namespace softwareone::wire
