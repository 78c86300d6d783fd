#include "secrets/keyfiles.h"
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bourse::secrets {

namespace fs = std::filesystem;

namespace {

Error because(const std::string &code, const std::string &doing, const std::string &path, int number)
{
    if (number == ENOSPC || number == EDQUOT)
        return {code, {}, path, "The disk is full: " + doing + " " + path + " failed."};
    return {code, {}, path, doing + " " + path + " failed: " + std::strerror(number) + "."};
}

int makeFolders(const std::string &path, mode_t mode)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0)
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    const std::string parent = fs::path(path).parent_path().string();
    if (!parent.empty() && parent != path) {
        if (const int failed = makeFolders(parent, mode))
            return failed;
    }
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
        return errno;
    return ::chmod(path.c_str(), mode) == 0 ? 0 : errno;
}

void syncFolder(const std::string &path)
{
    const int folder = ::open(fs::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

/// Writes a file of a name of its own; 0 or errno.
int writeBeside(const std::string &beside, std::string_view bytes)
{
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return errno;
    int failed = 0;
    for (std::size_t done = 0; done < bytes.size() && !failed;) {
        const auto written = ::write(file, bytes.data() + done, bytes.size() - done);
        if (written > 0)
            done += std::size_t(written);
        else if (errno != EINTR)
            failed = errno ? errno : EIO;
    }
    if (!failed && (::fchmod(file, 0600) != 0 || ::fsync(file) != 0))
        failed = errno;
    if (::close(file) != 0 && !failed)
        failed = errno;
    if (failed)
        ::unlink(beside.c_str());
    return failed;
}

std::string besideName(const std::string &path)
{
    static std::atomic<unsigned> counter{0};
    return path + "." + std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1)) + ".new";
}

} // namespace

std::string keysPath(const std::string &dataDir)
{
    return dataDir + "/keys";
}

Result<std::string> keysFolder(const std::string &dataDir)
{
    // Root's database server is another user, who has to pass through the data directory, not to read it
    if (const int failed = makeFolders(dataDir, ::geteuid() == 0 ? 0711 : 0700))
        return because("master_key_unwritable", "Creating the folder", dataDir, failed);
    const std::string folder = keysPath(dataDir);
    if (const int failed = makeFolders(folder, 0700))
        return because("master_key_unwritable", "Creating the folder", folder, failed);
    struct stat status {};
    if (::stat(folder.c_str(), &status) == 0 && (status.st_mode & 0077) && ::chmod(folder.c_str(), 0700) != 0)
        return because("master_key_unwritable", "Closing to others the folder", folder, errno);
    return folder;
}

std::string fileStamp(const std::string &path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return {};
    // written beside and renamed: another file each time
    return std::to_string(status.st_ino) + ' ' + std::to_string(status.st_mtim.tv_sec) + ' ' +
           std::to_string(status.st_mtim.tv_nsec) + ' ' + std::to_string(status.st_size);
}

bool fileExists(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

Result<Secret> readKeyFile(const std::string &path, const std::string &code)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return because(code, "Reading", path, errno);
    struct stat status {};
    int failed = 0;
    std::string bytes;
    if (::fstat(file, &status) != 0)
        failed = errno;
    else if (!S_ISREG(status.st_mode))
        failed = EINVAL;
    else if (status.st_size > (16 << 20))
        failed = EFBIG;
    else
        bytes.resize(std::size_t(status.st_size));
    std::size_t done = 0;
    while (!failed && done < bytes.size()) {
        const auto got = ::read(file, bytes.data() + done, bytes.size() - done);
        if (got > 0)
            done += std::size_t(got);
        else if (got == 0)
            break;
        else if (errno != EINTR)
            failed = errno;
    }
    ::close(file);
    if (failed)
        return because(code, "Reading", path, failed);
    bytes.resize(done);
    return Secret(std::move(bytes));
}

Result<void> writeKeyFile(const std::string &path, std::string_view bytes, const std::string &code)
{
    const std::string beside = besideName(path);
    if (const int failed = writeBeside(beside, bytes))
        return because(code, "Writing", path, failed);
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        const int failed = errno;
        ::unlink(beside.c_str());
        return because(code, "Writing", path, failed);
    }
    syncFolder(path);
    return {};
}

Result<bool> createKeyFile(const std::string &path, std::string_view bytes, const std::string &code)
{
    const std::string beside = besideName(path);
    if (const int failed = writeBeside(beside, bytes))
        return because(code, "Writing", path, failed);
    // link() fails where rename() would overwrite, and the name never shows half a file
    const int failed = ::link(beside.c_str(), path.c_str()) == 0 ? 0 : errno;
    ::unlink(beside.c_str());
    if (failed == EEXIST)
        return false;
    if (failed)
        return because(code, "Writing", path, failed);
    syncFolder(path);
    return true;
}

FileLock::FileLock(const std::string &path)
    : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    while (m_file >= 0 && ::flock(m_file, LOCK_EX) != 0) {
        if (errno == EINTR)
            continue;
        ::close(m_file);
        m_file = -1;
    }
}

FileLock::~FileLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

} // namespace bourse::secrets
