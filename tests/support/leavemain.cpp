// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// MinGW alone: every test is linked with --wrap=main, so that it leaves as the programs do.
#include "base/leave.h"

extern "C" {
// The linker's names.
int __real_main(int count, char **words); // NOLINT(bugprone-reserved-identifier)
int __wrap_main(int count, char **words) // NOLINT(bugprone-reserved-identifier)
{
    return base::leave(__real_main(count, words));
}
}
