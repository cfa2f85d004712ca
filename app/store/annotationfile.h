// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Notes about tokens, in journal.db because nobody could fetch them again.

#include "domain/annotation.h"

namespace store {

class Database;
class Lane;
class OpenFile;

class AnnotationFile final : public domain::Annotations
{
public:
    /// Both outlive it. The file is used on the lane only.
    AnnotationFile(Lane &lane, OpenFile &file);

    base::Task<All> readAll() override;
    base::Task<base::Unit> write(All changed) override;

private:
    Lane &m_lane;
    OpenFile &m_file;
};

/// The table itself, on the lane. Writing: inside write().
base::Result<domain::Annotations::All> readAnnotations(Database &database);
base::Result<base::Unit> writeAnnotations(
    Database &database, const domain::Annotations::All &changed);

} // namespace store
