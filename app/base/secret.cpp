// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"

#include <cstring>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/mman.h>
#include <unistd.h>
#endif
#ifdef Q_OS_WIN
#include <qt_windows.h>
#endif

namespace base {

namespace {

/// A store the compiler may not drop although nobody reads it again.
void overwrite(char *bytes, std::size_t size)
{
    volatile char *p = bytes;
    for (std::size_t i = 0; i < size; ++i)
        p[i] = 0;
}

// Whole pages, so that locking and excluding from dumps touch nothing of anybody else.
std::size_t mappedSize(std::size_t size)
{
#ifdef Q_OS_UNIX
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
#else
    const std::size_t page = 4096;
#endif
    return (size + page - 1) / page * page;
}

char *allocate(std::size_t size)
{
    const std::size_t whole = mappedSize(size);
#ifdef Q_OS_UNIX
    void *memory
        = ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        qFatal("out of memory");
    ::mlock(memory, whole); // May fail under a small limit; the key is then only swappable.
#ifdef MADV_DONTDUMP
    ::madvise(memory, whole, MADV_DONTDUMP);
#endif
#ifdef MADV_WIPEONFORK
    ::madvise(memory, whole, MADV_WIPEONFORK);
#endif
    return static_cast<char *>(memory);
#elif defined(Q_OS_WIN)
    void *memory = ::VirtualAlloc(nullptr, whole, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (!memory)
        qFatal("out of memory");
    ::VirtualLock(memory, whole);
    return static_cast<char *>(memory);
#else
    return static_cast<char *>(::operator new(whole));
#endif
}

void release(char *bytes, std::size_t size)
{
#ifdef Q_OS_UNIX
    ::munmap(bytes, mappedSize(size));
#elif defined(Q_OS_WIN)
    Q_UNUSED(size)
    ::VirtualFree(bytes, 0, MEM_RELEASE);
#else
    Q_UNUSED(size)
    ::operator delete(bytes);
#endif
}

} // namespace

Secret Secret::copyOf(QByteArrayView bytes)
{
    Secret secret;
    if (bytes.isEmpty())
        return secret;
    secret.m_size = static_cast<std::size_t>(bytes.size());
    secret.m_bytes = allocate(secret.m_size);
    std::memcpy(secret.m_bytes, bytes.data(), secret.m_size);
    return secret;
}

Secret Secret::take(QByteArray &&bytes)
{
    Secret secret = copyOf(bytes);
    base::wipe(bytes);
    return secret;
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

Secret Secret::clone() const
{
    return copyOf(expose());
}

QByteArrayView Secret::expose() const
{
    return QByteArrayView(m_bytes, static_cast<qsizetype>(m_size));
}

void Secret::wipe()
{
    if (m_bytes) {
        overwrite(m_bytes, m_size);
        release(m_bytes, m_size);
    }
    m_bytes = nullptr;
    m_size = 0;
}

bool operator==(const Secret &a, const Secret &b)
{
    if (a.m_size != b.m_size)
        return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.m_size; ++i)
        difference = static_cast<unsigned char>(
            difference | static_cast<unsigned char>(a.m_bytes[i] ^ b.m_bytes[i]));
    return difference == 0;
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached() && !bytes.isEmpty())
        overwrite(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

} // namespace base
