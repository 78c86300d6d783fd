#include "simulator/faultybuyer.h"
#include "domain/lead/sealing.h"
#include "simulator/buyerjournal.h"
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace bourse::simulator {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t mostConnections = 4096;
constexpr std::size_t largestRequest = 2u << 20;
constexpr auto never = SteadyTime::max();

constexpr std::array<std::pair<BuyerFault, std::string_view>, 22> names{{
    {BuyerFault::Hang, "hang"},
    {BuyerFault::Close, "close"},
    {BuyerFault::Reset, "reset"},
    {BuyerFault::ResetOnAccept, "reset_on_accept"},
    {BuyerFault::SlowFirstByte, "slow_first_byte"},
    {BuyerFault::Dribble, "dribble"},
    {BuyerFault::CutHeader, "cut_header"},
    {BuyerFault::PartialBody, "partial_body"},
    {BuyerFault::WrongLength, "wrong_length"},
    {BuyerFault::EmptyAnswer, "empty_answer"},
    {BuyerFault::GarbledBody, "garbled_body"},
    {BuyerFault::Garbage, "garbage"},
    {BuyerFault::BrokenChunks, "broken_chunks"},
    {BuyerFault::CutChunks, "cut_chunks"},
    {BuyerFault::BrokenGzip, "broken_gzip"},
    {BuyerFault::EndlessBody, "endless_body"},
    {BuyerFault::EndlessHeader, "endless_header"},
    {BuyerFault::EndlessInterim, "endless_interim"},
    {BuyerFault::RedirectLoop, "redirect_loop"},
    {BuyerFault::ServerError, "server_error"},
    {BuyerFault::Unavailable, "unavailable"},
    {BuyerFault::TooManyRequests, "too_many_requests"},
}};

enum class End { KeepOpen, Close, Reset };

/// What is written after a request: `first`, then `again` for ever where there is any.
struct Script {
    std::chrono::milliseconds delay{0}; ///< before `first`
    std::string first;
    std::string again;
    std::chrono::milliseconds every{0}; ///< between two of `again`; 0 = as fast as they are taken
    End end = End::KeepOpen;
};

std::string answer(std::string_view status, std::string_view headers, std::string_view body)
{
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: application/json\r\n" +
           std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

Script scriptOf(BuyerFault fault, const std::string &target)
{
    using namespace std::chrono_literals;
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    const std::string yes = R"({"result":"ok","price":"99.00","id":"f"})";
    switch (fault) {
    case BuyerFault::Hang:
    case BuyerFault::ResetOnAccept:
        return {};
    case BuyerFault::Close:
        return {0ms, {}, {}, 0ms, End::Close};
    case BuyerFault::Reset:
        return {0ms, {}, {}, 0ms, End::Reset};
    case BuyerFault::SlowFirstByte:
        return {5s, answer("200 OK", {}, yes)};
    case BuyerFault::Dribble:
        return {0ms, head + "Content-Length: 100000\r\n\r\n{", " ", 100ms};
    case BuyerFault::CutHeader:
        return {0ms, "HTTP/1.1 200 OK\r\nContent-Ty", {}, 0ms, End::Close};
    case BuyerFault::PartialBody:
        return {0ms, head + "Content-Length: 400\r\n\r\n" + yes, {}, 0ms, End::Close};
    case BuyerFault::WrongLength:
        return {0ms, head + "Content-Length: 400\r\n\r\n" + yes};
    case BuyerFault::EmptyAnswer:
        return {0ms, answer("200 OK", {}, {})};
    case BuyerFault::GarbledBody:
        return {0ms, answer("200 OK", {}, "{\"result\":\"ok\",<html>\xff\xfe")};
    case BuyerFault::Garbage:
        return {0ms, std::string("\x00\x01\x02 what is HTTP?\r\n\r\n", 21), {}, 0ms, End::Close};
    case BuyerFault::BrokenChunks:
        return {0ms, head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + yes + "\r\n0\r\n\r\n"};
    case BuyerFault::CutChunks:
        return {0ms, head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"res\r\n", {}, 0ms, End::Close};
    case BuyerFault::BrokenGzip:
        return {0ms, answer("200 OK", "Content-Encoding: gzip\r\n", yes)};
    case BuyerFault::EndlessBody:
        return {0ms, head + "\r\n{\"result\":\"", std::string(16'384, 'x')};
    case BuyerFault::EndlessHeader:
        return {0ms, head, "X-More: " + std::string(200, 'x') + "\r\n"};
    case BuyerFault::EndlessInterim:
        return {0ms, {}, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 20ms};
    case BuyerFault::RedirectLoop:
        return {0ms, answer("307 Temporary Redirect", "Location: " + target + "\r\n", {})};
    case BuyerFault::ServerError:
        return {0ms, answer("500 Internal Server Error", {}, "oops")};
    case BuyerFault::Unavailable:
        return {0ms, answer("503 Service Unavailable", "Retry-After: 30\r\n", "later")};
    case BuyerFault::TooManyRequests:
        return {0ms, answer("429 Too Many Requests", "Retry-After: 30\r\n", "slow down")};
    }
    return {};
}

/// Length of the first whole request in `text`; 0 = not whole yet, nothing = none that this buyer reads.
std::optional<std::size_t> requestLength(std::string_view text)
{
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return text.size() > 65'536 ? std::nullopt : std::optional<std::size_t>(0);
    std::size_t body = 0;
    for (std::size_t at = text.find("\r\n"); at < end;) {
        at += 2;
        const std::string_view line = text.substr(at, text.find("\r\n", at) - at);
        constexpr std::string_view wanted = "content-length:";
        const bool fits = line.size() > wanted.size() &&
                          std::equal(wanted.begin(), wanted.end(), line.begin(), [](char a, char b) {
                              return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
                          });
        if (fits) {
            std::string_view digits = line.substr(wanted.size());
            digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
            if (std::from_chars(digits.data(), digits.data() + digits.size(), body).ec != std::errc() ||
                body > largestRequest)
                return std::nullopt;
        }
        at = text.find("\r\n", at);
    }
    const std::size_t whole = end + 4 + body;
    return text.size() >= whole ? whole : 0;
}

} // namespace

std::string_view name(BuyerFault fault)
{
    for (const auto &[its, text] : names)
        if (its == fault)
            return text;
    return {};
}

std::optional<BuyerFault> buyerFaultFromName(std::string_view text)
{
    for (const auto &[fault, its] : names)
        if (its == text)
            return fault;
    return std::nullopt;
}

const std::vector<BuyerFault> &allBuyerFaults()
{
    static const std::vector<BuyerFault> all = [] {
        std::vector<BuyerFault> faults;
        for (const auto &[fault, text] : names)
            faults.push_back(fault);
        return faults;
    }();
    return all;
}

struct FaultyBuyer::Impl {
    struct Caller {
        int descriptor = -1;
        std::string in;
        std::string out;
        std::optional<Script> script; ///< of the request under way
        bool begun = false;           ///< `first` has been taken over into `out`
        SteadyTime due = never;       ///< of the next piece
    };

    explicit Impl(FaultyBuyerOptions given) : options(std::move(given)), journal(options.slug) {}

    void run();
    void accept();
    bool read(Caller &caller);
    bool act(Caller &caller, SteadyTime now);
    bool write(Caller &caller) const;
    void hear(Caller &caller, std::string_view request, SteadyTime now);
    static void close(Caller &caller, bool reset)
    {
        if (reset) {
            const linger now{1, 0};
            (void)::setsockopt(caller.descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        ::close(caller.descriptor);
        caller.descriptor = -1;
    }

    const FaultyBuyerOptions options;
    BuyerJournal journal;
    int listener = -1;
    int wake = -1;
    std::atomic<int> port = 0;
    std::atomic<bool> stopping = false;
    std::thread thread;
    std::deque<Caller> callers; ///< the thread's own
};

FaultyBuyer::FaultyBuyer(FaultyBuyerOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}

FaultyBuyer::~FaultyBuyer()
{
    stop();
}

Result<int> FaultyBuyer::start()
{
    Impl &self = *m_impl;
    if (self.thread.joinable())
        return Error{"already_running", "", "", "The simulated buyer runs already."};
    if (!self.options.journalFile.empty()) {
        if (const auto opened = self.journal.openFile(self.options.journalFile); !opened)
            return opened.errors();
    }
    self.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int yes = 1;
    (void)::setsockopt(self.listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(self.options.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(self.listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::listen(self.listener, 1024) != 0 ||
        ::getsockname(self.listener, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        const std::string why = std::strerror(errno);
        ::close(self.listener);
        return Error{"port_taken", "", "a free port", "The simulated buyer cannot listen: " + why};
    }
    self.port = ntohs(address.sin_port);
    self.wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    self.stopping = false;
    self.thread = std::thread([&self] { self.run(); });
    return self.port.load();
}

void FaultyBuyer::stop()
{
    Impl &self = *m_impl;
    if (!self.thread.joinable())
        return;
    self.stopping = true;
    const std::uint64_t one = 1;
    (void)!::write(self.wake, &one, sizeof one);
    self.thread.join();
    ::close(self.listener);
    ::close(self.wake);
}

int FaultyBuyer::port() const
{
    return m_impl->port;
}

BuyerTotals FaultyBuyer::totals() const
{
    return m_impl->journal.totals();
}

const FaultyBuyerOptions &FaultyBuyer::options() const
{
    return m_impl->options;
}

void FaultyBuyer::Impl::run()
{
    std::vector<pollfd> polled;
    while (!stopping) {
        polled = {{listener, POLLIN, 0}, {wake, POLLIN, 0}};
        SteadyTime next = never;
        for (const Caller &caller : callers) {
            polled.push_back(
                {caller.descriptor, static_cast<short>(caller.out.empty() ? POLLIN : POLLIN | POLLOUT), 0});
            if (caller.out.empty()) // else it waits for its caller to read
                next = std::min(next, caller.due);
        }
        int wait = 1000;
        if (next != never)
            wait = static_cast<int>(std::clamp<std::int64_t>(
                std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now()).count(),
                0, 1000));
        (void)::poll(polled.data(), polled.size(), wait);
        const SteadyTime now = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < callers.size(); ++i) {
            Caller &caller = callers[i];
            const short events = polled[i + 2].revents;
            bool alive = (events & (POLLIN | POLLHUP | POLLERR)) == 0 || read(caller);
            alive = alive && act(caller, now) && write(caller) && act(caller, now);
            if (!alive && caller.descriptor >= 0)
                close(caller, false);
        }
        std::erase_if(callers, [](const Caller &caller) { return caller.descriptor < 0; });
        if (polled[0].revents & POLLIN)
            accept();
    }
    for (Caller &caller : callers)
        close(caller, false);
    callers.clear();
}

void FaultyBuyer::Impl::accept()
{
    for (;;) {
        Caller caller;
        caller.descriptor = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (caller.descriptor < 0)
            return;
        if (options.fault == BuyerFault::ResetOnAccept || callers.size() >= mostConnections) {
            close(caller, true);
            continue;
        }
        const int yes = 1;
        (void)::setsockopt(caller.descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        callers.push_back(std::move(caller));
    }
}

bool FaultyBuyer::Impl::read(Caller &caller)
{
    char piece[16'384];
    const ssize_t got = ::recv(caller.descriptor, piece, sizeof piece, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        return false;
    if (got > 0)
        caller.in.append(piece, static_cast<std::size_t>(got));
    return caller.in.size() <= largestRequest + 65'536;
}

void FaultyBuyer::Impl::hear(Caller &caller, std::string_view request, SteadyTime now)
{
    const std::size_t blank = request.find(' ');
    const std::string target(request.substr(blank + 1, request.find(' ', blank + 1) - blank - 1));
    const std::string_view body = request.substr(request.find("\r\n\r\n") + 4);
    JournalLine line;
    line.time = std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now());
    line.kind = target.find("post") != std::string::npos   ? "post"
                : target.find("ping") != std::string::npos ? "ping"
                                                           : "other";
    line.outcome = options.fault == BuyerFault::Hang    ? "hang"
                   : options.fault == BuyerFault::Reset ? "reset"
                                                        : "error";
    line.detail = name(options.fault);
    line.bodySha256 = domain::toHex(domain::sha256(body.empty() ? std::string_view(target) : body));
    journal.add(std::move(line), 0);
    caller.script = scriptOf(options.fault, target);
    caller.begun = false;
    caller.due = now + caller.script->delay;
}

/// Takes up what is due; false where the connection has to end.
bool FaultyBuyer::Impl::act(Caller &caller, SteadyTime now)
{
    if (!caller.script) {
        const auto whole = requestLength(caller.in);
        if (!whole)
            return false;
        if (*whole == 0)
            return true;
        hear(caller, std::string_view(caller.in).substr(0, *whole), now);
        caller.in.erase(0, *whole);
    }
    const Script &script = *caller.script;
    if (now < caller.due || !caller.out.empty())
        return true;
    if (!caller.begun) {
        caller.begun = true;
        caller.out = script.first;
        caller.due = script.again.empty() ? never : now + script.every;
        if (!caller.out.empty())
            return true;
    }
    if (!script.again.empty()) {
        caller.out = script.again;
        caller.due = now + script.every;
        return true;
    }
    return true;
}

/// Writes what is taken, and ends the connection where the script does; false once it has ended.
bool FaultyBuyer::Impl::write(Caller &caller) const
{
    if (!caller.out.empty()) {
        const ssize_t sent = ::send(caller.descriptor, caller.out.data(), caller.out.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (sent > 0)
            caller.out.erase(0, static_cast<std::size_t>(sent));
    }
    if (!caller.script || !caller.begun || !caller.out.empty() || !caller.script->again.empty())
        return true;
    switch (caller.script->end) {
    case End::Reset:
        close(caller, true);
        return false;
    case End::Close:
        return false;
    case End::KeepOpen:
        break;
    }
    // what hangs has said nothing and hears nothing more; an answer that is whole may be followed by the next
    // request
    if (!caller.script->first.empty())
        caller.script.reset();
    return true;
}

} // namespace bourse::simulator
