#include "base/secret.h"
#include <QTest>
#include <cstring>
#include <memory>
#include <new>
#include <ostream>
#include <string>
#include <type_traits>

using namespace bourse;

namespace {
const std::string longValue = "a secret that is much too long for a string's own buffer";

template <class T>
concept Printable = requires(std::ostream &stream, const T &value)
{
    stream << value;
};
} // namespace

class SecretTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void revealsOnlyByName();
    void copiesAndMoves();
    void assigningToItselfKeepsTheValue();
    void isWipedWhenItGoes();
    void leavesNothingBehindWhereItWasMovedFrom();
};

void SecretTest::revealsOnlyByName()
{
    Secret secret(longValue);
    QVERIFY(secret.reveal() == longValue);
    QVERIFY(Secret().isEmpty());
    QVERIFY(!secret.isEmpty());
    static_assert(!std::is_convertible_v<Secret, std::string>);
    static_assert(!std::is_convertible_v<Secret, std::string_view>);
    static_assert(!std::is_convertible_v<std::string, Secret>);
    static_assert(!Printable<Secret>);
}

void SecretTest::copiesAndMoves()
{
    Secret first(longValue);
    Secret copy(first);
    QVERIFY(first.reveal() == longValue && copy.reveal() == longValue);
    Secret moved(std::move(first));
    QVERIFY(moved.reveal() == longValue);
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): emptiness after a move is promised
    Secret target(std::string("short"));
    target = std::move(moved);
    QVERIFY(target.reveal() == longValue);
    QVERIFY(moved.isEmpty()); // NOLINT(bugprone-use-after-move)
    Secret small(std::string("short"));
    Secret smallMoved(std::move(small));
    QVERIFY(smallMoved.reveal() == "short");
    QVERIFY(small.isEmpty()); // NOLINT(bugprone-use-after-move)
}

void SecretTest::assigningToItselfKeepsTheValue()
{
    Secret secret(longValue);
    Secret &same = secret;
    secret = same;
    QVERIFY(secret.reveal() == longValue);
}

namespace {
/// What the object's own memory holds; a short string lies in it.
std::string memoryOf(const void *object)
{
    const auto *bytes = static_cast<const volatile unsigned char *>(object);
    std::string memory;
    for (std::size_t i = 0; i < sizeof(Secret); ++i)
        memory += static_cast<char>(bytes[i]);
    return memory;
}
} // namespace

void SecretTest::isWipedWhenItGoes()
{
    // A short value lies in the object itself, so its bytes can still be looked at after the destructor ran.
    alignas(Secret) unsigned char memory[sizeof(Secret)];
    std::memset(memory, 0, sizeof memory);
    auto *secret = new (memory) Secret(std::string("hunter2"));
    QVERIFY(memoryOf(memory).find("hunter2") != std::string::npos);
    std::destroy_at(secret);
    QVERIFY(memoryOf(memory).find("unter") == std::string::npos);
}

void SecretTest::leavesNothingBehindWhereItWasMovedFrom()
{
    Secret secret(std::string("hunter2"));
    Secret moved(std::move(secret));
    QVERIFY(memoryOf(&secret).find("unter") == std::string::npos);
    Secret target;
    target = std::move(moved);
    QVERIFY(memoryOf(&moved).find("unter") == std::string::npos);
    QVERIFY(target.reveal() == "hunter2");
}

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
