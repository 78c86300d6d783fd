#include "gui/leads/leadfilter.h"
#include "base/money.h"
#include "domain/lead/reason.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace bourse::gui {
namespace {

using domain::LeadState;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LeadFilter)
};

struct KeyRow {
    FilterKey key;
    const char *name;
    bool isNumber;
};
constexpr std::array<KeyRow, 9> keyRows{{{FilterKey::Status, "status", false},
                                         {FilterKey::Buyer, "buyer", false},
                                         {FilterKey::Source, "source", false},
                                         {FilterKey::State, "state", false},
                                         {FilterKey::Latency, "latency", true},
                                         {FilterKey::Price, "price", true},
                                         {FilterKey::Reason, "reason", false},
                                         {FilterKey::Time, "time", false},
                                         {FilterKey::Id, "id", false}}};

const KeyRow &rowOf(FilterKey key)
{
    return keyRows[static_cast<std::size_t>(key)];
}

QString nameOf(FilterKey key)
{
    return QLatin1String(rowOf(key).name);
}

const KeyRow *keyNamed(QStringView name)
{
    for (const KeyRow &row : keyRows)
        if (name.compare(QLatin1String(row.name), Qt::CaseInsensitive) == 0)
            return &row;
    if (name.compare(u"region", Qt::CaseInsensitive) == 0)
        return &rowOf(FilterKey::State);
    return nullptr;
}

QString hintOf(FilterKey key)
{
    switch (key) {
    case FilterKey::Status:
        return Words::tr("sold, unsold, pending …");
    case FilterKey::Buyer:
        return Words::tr("who bought it");
    case FilterKey::Source:
        return Words::tr("where it came from");
    case FilterKey::State:
        return Words::tr("TX, FL …");
    case FilterKey::Latency:
        return Words::tr("milliseconds, >400");
    case FilterKey::Price:
        return Words::tr("money, >=20");
    case FilterKey::Reason:
        return Words::tr("code or the buyer's words");
    case FilterKey::Time:
        return Words::tr("today, 1h, 15m, a date");
    case FilterKey::Id:
        return Words::tr("a lead's id or its beginning");
    }
    return {};
}

QString operatorText(FilterComparison comparison)
{
    switch (comparison) {
    case FilterComparison::Less:
        return QStringLiteral("<");
    case FilterComparison::AtMost:
        return QStringLiteral("<=");
    case FilterComparison::More:
        return QStringLiteral(">");
    case FilterComparison::AtLeast:
        return QStringLiteral(">=");
    case FilterComparison::Is:
        break;
    }
    return QStringLiteral(":");
}

QString stateName(LeadState state)
{
    const std::string_view name = domain::info(state).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

/// Edits (insert, delete, replace, swap of neighbours) from one word to the other.
int distance(const QString &a, const QString &b)
{
    QVector<QVector<int>> table(a.size() + 1, QVector<int>(b.size() + 1, 0));
    for (qsizetype i = 0; i <= a.size(); ++i)
        table[i][0] = static_cast<int>(i);
    for (qsizetype j = 0; j <= b.size(); ++j)
        table[0][j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int change = a[i - 1] == b[j - 1] ? 0 : 1;
            int best = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = std::min(best, table[i - 2][j - 2] + 1);
            table[i][j] = best;
        }
    }
    return table[a.size()][b.size()];
}

/// The candidate that `word` begins, or that is at most a third of its letters away; empty where none is.
QString nearest(const QString &word, const QStringList &candidates)
{
    const QString wanted = word.toLower().left(40);
    if (wanted.isEmpty())
        return {};
    QString best;
    int bestDistance = static_cast<int>(wanted.size()) / 3 + 1;
    for (const QString &candidate : candidates) {
        const QString lower = candidate.toLower();
        const int far = lower.startsWith(wanted) && wanted.size() >= 2 ? 0 : distance(wanted, lower.left(48));
        if (far < bestDistance || (far == bestDistance && best.isEmpty() && wanted.size() > 3)) {
            bestDistance = far;
            best = candidate;
        }
    }
    return best;
}

/// Slugs a value means: the slug itself, a whole label, or every one whose slug or label begins a word with
/// it.
QStringList meant(const QString &value, const QVector<FilterWord> &words)
{
    if (words.isEmpty())
        return {value};
    QStringList begun;
    for (const FilterWord &word : words) {
        if (word.slug.compare(value, Qt::CaseInsensitive) == 0 ||
            word.label.compare(value, Qt::CaseInsensitive) == 0)
            return {word.slug};
        const QString label = u' ' + word.label;
        if (word.slug.startsWith(value, Qt::CaseInsensitive) ||
            label.contains(u' ' + value, Qt::CaseInsensitive))
            begun.append(word.slug);
    }
    return begun;
}

QStringList slugsOf(const QVector<FilterWord> &words)
{
    QStringList slugs;
    for (const FilterWord &word : words)
        slugs.append(word.slug);
    return slugs;
}

QStringList stateNames()
{
    QStringList names;
    for (const domain::LeadStateInfo &row : domain::leadStates())
        names.append(stateName(row.state));
    return names;
}

std::optional<qint64> milliseconds(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{1,7})(?:\\.(\\d{1,3}))?(ms|s)?$"));
    const auto match = form.match(text.toLower());
    if (!match.hasMatch())
        return std::nullopt;
    const bool seconds = match.captured(3) == u"s";
    if (!match.captured(2).isEmpty() && !seconds)
        return std::nullopt;
    qint64 value = match.captured(1).toLongLong();
    if (seconds)
        value = value * 1000 + match.captured(2).leftJustified(3, u'0').toLongLong();
    return value;
}

std::optional<std::int64_t> micros(QString text)
{
    if (text.startsWith(u'$'))
        text.remove(0, 1);
    const auto money = Money::parse(text.toStdString(), Currency::usd());
    return money ? std::optional(money->micros()) : std::nullopt;
}

/// Narrows [low, high] by one comparison over whole numbers.
template <class N>
void narrow(std::optional<N> &low, std::optional<N> &high, FilterComparison comparison, N value)
{
    const auto atLeast = [&low](N bound) {
        low = low ? std::max(*low, bound) : bound;
    };
    const auto atMost = [&high](N bound) {
        high = high ? std::min(*high, bound) : bound;
    };
    switch (comparison) {
    case FilterComparison::Is:
        atLeast(value);
        atMost(value);
        break;
    case FilterComparison::Less:
        atMost(value - 1);
        break;
    case FilterComparison::AtMost:
        atMost(value);
        break;
    case FilterComparison::More:
        atLeast(value + 1);
        break;
    case FilterComparison::AtLeast:
        atLeast(value);
        break;
    }
}

struct Span {
    std::optional<UtcTime> from, to;
};

UtcTime utc(const QDateTime &time)
{
    return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

std::optional<Span> timeSpan(const QString &value, UtcTime now, const QTimeZone &zone)
{
    static const QRegularExpression back(QStringLiteral("^(\\d{1,5})([smhd])$"));
    const QString text = value.toLower();
    const auto day = [&zone](QDate date) {
        return Span{utc(date.startOfDay(zone)), utc(date.addDays(1).startOfDay(zone))};
    };
    const QDate today =
        QDateTime::fromMSecsSinceEpoch(
            std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count(), zone)
            .date();
    if (text == u"today")
        return Span{day(today).from, std::nullopt};
    if (text == u"yesterday")
        return day(today.addDays(-1));
    if (const auto match = back.match(text); match.hasMatch()) {
        const qint64 count = match.captured(1).toLongLong();
        const QChar unit = match.captured(2).front();
        const qint64 seconds = unit == u's'   ? count
                               : unit == u'm' ? count * 60
                               : unit == u'h' ? count * 3600
                                              : count * 86400;
        return Span{now - std::chrono::seconds(seconds), std::nullopt};
    }
    if (const QDate date = QDate::fromString(text, Qt::ISODate); date.isValid() && text.size() == 10)
        return day(date);
    return std::nullopt;
}

struct Token {
    qsizetype start;
    qsizetype length;
};

/// Split at spaces outside of quotes.
QVector<Token> tokensOf(const QString &text)
{
    QVector<Token> tokens;
    qsizetype start = -1;
    bool quoted = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool end = i == text.size() || (text[i].isSpace() && !quoted);
        if (end) {
            if (start >= 0)
                tokens.append({start, i - start});
            start = -1;
            continue;
        }
        if (text[i] == u'"')
            quoted = !quoted;
        if (start < 0)
            start = i;
    }
    return tokens;
}

struct TokenParts {
    bool excluded = false;
    QString key;
    QString sign; ///< empty: a bare word
    QString value;
    qsizetype valueStart = 0; ///< in the token
};

TokenParts partsOf(const QString &token)
{
    static const QRegularExpression form(QStringLiteral("^(-?)([A-Za-z_]+)(:|>=|<=|>|<|=)(.*)$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(token);
    if (!match.hasMatch())
        return {false, token, {}, {}, 0};
    return {!match.captured(1).isEmpty(), match.captured(2), match.captured(3), match.captured(4),
            match.capturedStart(4)};
}

QStringList valuesOf(const QString &text)
{
    QStringList values;
    QString value;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c == u',' && !quoted) {
            values.append(value.trimmed());
            value.clear();
        } else {
            value += c;
        }
    }
    values.append(value.trimmed());
    values.removeAll(QString());
    return values;
}

QString quotedIfNeeded(const QString &value)
{
    const bool needed =
        std::any_of(value.begin(), value.end(), [](QChar c) { return c.isSpace() || c == u','; });
    return needed ? u'"' + value + u'"' : value;
}

QString textOf(const FilterTerm &term)
{
    QStringList values;
    for (const QString &value : term.values)
        values.append(quotedIfNeeded(value));
    return (term.excluded ? QStringLiteral("-") : QString()) + nameOf(term.key) +
           operatorText(term.comparison) + values.join(u',');
}

bool isIdBeginning(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^(ld_)?[0-9a-fA-F-]{4,36}$"));
    return form.match(text).hasMatch();
}

} // namespace

LeadFilter LeadFilter::parse(const QString &text, const FilterVocabulary &vocabulary)
{
    LeadFilter filter;
    filter.m_zone = vocabulary.zone;
    for (const Token &token : tokensOf(text))
        filter.addToken(text, token.start, token.length, vocabulary);
    return filter;
}

void LeadFilter::addToken(const QString &text, qsizetype start, qsizetype length,
                          const FilterVocabulary &vocabulary)
{
    const QString token = text.mid(start, length);
    const auto problem = [&](qsizetype at, qsizetype size, const QString &message,
                             const QString &replacement = {}) {
        m_problems.append({start + at, size, message, replacement});
    };
    TokenParts parts = partsOf(token);
    if (parts.sign.isEmpty()) {
        if (token.startsWith(u"ld_", Qt::CaseInsensitive) && isIdBeginning(token)) {
            parts = {false, QStringLiteral("id"), QStringLiteral(":"), token, 0};
        } else {
            QStringList names;
            for (const KeyRow &row : keyRows)
                names.append(QLatin1String(row.name));
            QString replacement;
            if (stateNames().contains(token.toLower()))
                replacement = u"status:"_qs + token.toLower();
            else if (const QStringList buyers = meant(token, vocabulary.buyers);
                     !vocabulary.buyers.isEmpty() && token.size() > 2 && !buyers.isEmpty())
                replacement = u"buyer:"_qs + buyers.first();
            else if (const QString key = nearest(token, names); !key.isEmpty())
                replacement = key + (keyNamed(key)->isNumber ? u'>' : u':');
            problem(0, length, Words::tr("“%1” is neither a key nor a lead id.").arg(token), replacement);
            return;
        }
    }
    const KeyRow *key = keyNamed(parts.key);
    if (!key) {
        QStringList names;
        for (const KeyRow &row : keyRows)
            names.append(QLatin1String(row.name));
        const QString near = nearest(parts.key, names);
        problem(0, length, Words::tr("There is no key “%1”.").arg(parts.key),
                near.isEmpty() ? QString() : QString(near + parts.sign + parts.value));
        return;
    }
    FilterTerm term{start,
                    length,
                    parts.valueStart,
                    key->key,
                    FilterComparison::Is,
                    parts.excluded,
                    valuesOf(parts.value)};
    term.comparison = parts.sign == u"<"    ? FilterComparison::Less
                      : parts.sign == u"<=" ? FilterComparison::AtMost
                      : parts.sign == u">"  ? FilterComparison::More
                      : parts.sign == u">=" ? FilterComparison::AtLeast
                                            : FilterComparison::Is;
    if (term.comparison != FilterComparison::Is && !key->isNumber) {
        problem(0, length, Words::tr("“%1” takes a colon.").arg(parts.key),
                nameOf(key->key) + u':' + parts.value);
        return;
    }
    if (term.excluded && key->key != FilterKey::Status) {
        problem(0, length, Words::tr("Only a status can be excluded."));
        return;
    }
    if (term.values.isEmpty()) {
        problem(0, length, Words::tr("“%1” has no value yet.").arg(parts.key));
        return;
    }
    if (term.values.size() > 1 && (key->isNumber || key->key == FilterKey::Time ||
                                   key->key == FilterKey::Id || key->key == FilterKey::Reason)) {
        problem(0, length, Words::tr("“%1” takes one value.").arg(parts.key));
        return;
    }
    const auto badValue = [&](const QString &value, const QString &message, const QString &near) {
        const qsizetype at = std::max<qsizetype>(token.indexOf(value, parts.valueStart), 0);
        problem(at, value.size(), message, near);
    };
    const QString first = term.values.first();
    switch (key->key) {
    case FilterKey::Status: {
        QVector<LeadState> states;
        for (QString &value : term.values) {
            value = value.toLower();
            const auto state = domain::leadStateFromName(value.toStdString());
            if (!state) {
                badValue(value, Words::tr("There is no status “%1”.").arg(value),
                         nearest(value, stateNames()));
                return;
            }
            states.append(*state);
        }
        (term.excluded ? m_excluded : m_query.states) += states;
        break;
    }
    case FilterKey::Buyer:
    case FilterKey::Source: {
        const bool isBuyer = key->key == FilterKey::Buyer;
        const QVector<FilterWord> &words = isBuyer ? vocabulary.buyers : vocabulary.sources;
        QStringList slugs;
        for (const QString &value : std::as_const(term.values)) {
            const QStringList found = meant(value, words);
            if (found.isEmpty()) {
                badValue(value,
                         isBuyer ? Words::tr("No buyer is called “%1”.").arg(value)
                                 : Words::tr("No source is called “%1”.").arg(value),
                         nearest(value, slugsOf(words)));
                return;
            }
            slugs += found;
        }
        QVector<QString> &wanted = isBuyer ? m_query.buyers : m_query.sources;
        for (const QString &slug : std::as_const(slugs))
            if (!wanted.contains(slug))
                wanted.append(slug);
        break;
    }
    case FilterKey::State:
        for (QString &value : term.values) {
            value = value.toUpper();
            if (value.size() > 6) {
                badValue(value, Words::tr("“%1” is no state's code.").arg(value), {});
                return;
            }
            if (!m_query.regions.contains(value))
                m_query.regions.append(value);
        }
        break;
    case FilterKey::Latency: {
        const auto value = milliseconds(first);
        if (!value) {
            badValue(first, Words::tr("“%1” is no number of milliseconds.").arg(first), {});
            return;
        }
        narrow(m_query.minLatencyMs, m_query.maxLatencyMs, term.comparison, *value);
        break;
    }
    case FilterKey::Price: {
        const auto value = micros(first);
        if (!value) {
            badValue(first, Words::tr("“%1” is no amount.").arg(first), {});
            return;
        }
        narrow(m_query.minPriceMicros, m_query.maxPriceMicros, term.comparison, *value);
        break;
    }
    case FilterKey::Reason:
        m_query.reasonContains = first;
        break;
    case FilterKey::Time:
        if (!timeSpan(first, UtcTime(), vocabulary.zone)) {
            badValue(first, Words::tr("“%1” is no time.").arg(first),
                     nearest(first, {QStringLiteral("today"), QStringLiteral("yesterday")}));
            return;
        }
        break;
    case FilterKey::Id:
        if (!isIdBeginning(first)) {
            badValue(first, Words::tr("“%1” is no lead id; four characters are enough.").arg(first), {});
            return;
        }
        m_query.leadId = first;
        break;
    }
    m_terms.append(std::move(term));
}

market::LeadQuery LeadFilter::query(UtcTime now) const
{
    market::LeadQuery query = m_query;
    for (const FilterTerm &term : m_terms) {
        if (term.key != FilterKey::Time)
            continue;
        const auto span = timeSpan(term.values.first(), now, m_zone);
        if (span && span->from)
            query.from = query.from ? std::max(*query.from, *span->from) : *span->from;
        if (span && span->to)
            query.to = query.to ? std::min(*query.to, *span->to) : *span->to;
    }
    if (!m_excluded.isEmpty()) {
        QVector<LeadState> left;
        for (const domain::LeadStateInfo &row : domain::leadStates())
            if ((m_query.states.isEmpty() || m_query.states.contains(row.state)) &&
                !m_excluded.contains(row.state))
                left.append(row.state);
        query.states = left;
        // An empty list would mean every state: nothing can match an id of the beginning of time instead.
        if (left.isEmpty())
            query.to = UtcTime();
    }
    return query;
}

QString LeadFilter::toText() const
{
    QVector<FilterTerm> joined;
    for (FilterTerm term : m_terms) {
        const bool isList = term.key == FilterKey::Status || term.key == FilterKey::Buyer ||
                            term.key == FilterKey::Source || term.key == FilterKey::State;
        const auto same = std::find_if(joined.begin(), joined.end(), [&](const FilterTerm &other) {
            return isList && other.key == term.key && other.excluded == term.excluded;
        });
        if (same != joined.end())
            same->values += term.values;
        else
            joined.append(term);
    }
    std::stable_sort(joined.begin(), joined.end(),
                     [](const FilterTerm &a, const FilterTerm &b) { return a.key < b.key; });
    QStringList texts;
    for (FilterTerm &term : joined) {
        term.values.removeDuplicates();
        if (term.key != FilterKey::Reason)
            term.values.sort();
        texts.append(textOf(term));
    }
    return texts.join(u' ');
}

bool matches(const market::LeadQuery &query, const market::LeadRow &row)
{
    if ((query.from && row.receivedAt < *query.from) || (query.to && row.receivedAt >= *query.to))
        return false;
    if (!query.states.isEmpty() && !query.states.contains(row.state))
        return false;
    if (!query.sources.isEmpty() && !query.sources.contains(row.source))
        return false;
    if (!query.buyers.isEmpty() && !query.buyers.contains(row.buyerSlug))
        return false;
    if (!query.regions.isEmpty() && !query.regions.contains(row.region))
        return false;
    if ((query.minLatencyMs && row.latencyMs < *query.minLatencyMs) ||
        (query.maxLatencyMs && row.latencyMs > *query.maxLatencyMs))
        return false;
    if ((query.minPriceMicros || query.maxPriceMicros) && !row.price)
        return false;
    if ((query.minPriceMicros && row.price->micros() < *query.minPriceMicros) ||
        (query.maxPriceMicros && row.price->micros() > *query.maxPriceMicros))
        return false;
    if (!query.reasonContains.isEmpty()) {
        // The database searches the code and the buyer's words; the code's sentence is ours and not stored.
        const std::string_view sentence = domain::sentence(row.reasonCode.toStdString());
        QString ours = QString::fromUtf8(sentence.data(), static_cast<qsizetype>(sentence.size()));
        if (ours.endsWith(u'.'))
            ours.chop(1);
        const QString detail = row.reason.startsWith(ours) ? row.reason.mid(ours.size()) : row.reason;
        if (!row.reasonCode.contains(query.reasonContains, Qt::CaseInsensitive) &&
            !detail.contains(query.reasonContains, Qt::CaseInsensitive))
            return false;
    }
    if (!query.leadId.isEmpty()) {
        const auto digits = [](QString text) {
            if (text.startsWith(u"ld_", Qt::CaseInsensitive))
                text.remove(0, 3);
            return text.remove(u'-').toLower();
        };
        if (!digits(QString::fromStdString(row.id.toString())).startsWith(digits(query.leadId)))
            return false;
    }
    return true;
}

QString withOnly(const QString &text, FilterKey key, const QString &value)
{
    QStringList kept;
    for (const Token &token : tokensOf(text)) {
        const QString word = text.mid(token.start, token.length);
        const KeyRow *row = keyNamed(partsOf(word).key);
        if (!row || row->key != key)
            kept.append(word);
    }
    kept.append(nameOf(key) + u':' + quotedIfNeeded(value));
    return kept.join(u' ');
}

QString withoutStatus(const QString &text, domain::LeadState state)
{
    const QString term = u"-status:"_qs + stateName(state);
    return text.trimmed().isEmpty() ? term : QString(text.trimmed() + u' ' + term);
}

FilterOffers filterOffers(const QString &text, qsizetype cursor, const FilterVocabulary &vocabulary)
{
    qsizetype start = cursor;
    qsizetype end = cursor;
    for (const Token &token : tokensOf(text)) {
        if (cursor >= token.start && cursor <= token.start + token.length) {
            start = token.start;
            end = token.start + token.length;
        }
    }
    const TokenParts parts = partsOf(text.mid(start, cursor - start));
    FilterOffers result{start, end - start, {}};
    if (parts.sign.isEmpty()) {
        const bool excluded = parts.key.startsWith(u'-');
        const QString begun = excluded ? parts.key.mid(1) : parts.key;
        for (const KeyRow &row : keyRows) {
            const QString name = QLatin1String(row.name);
            if (!name.startsWith(begun, Qt::CaseInsensitive) || (excluded && row.key != FilterKey::Status))
                continue;
            result.offers.append(
                {name, hintOf(row.key),
                 (excluded ? QStringLiteral("-") : QString()) + name + (row.isNumber ? u'>' : u':')});
        }
        return result;
    }
    const KeyRow *key = keyNamed(parts.key);
    if (!key)
        return result;
    // Only the value after the last comma is being typed.
    const qsizetype lastComma = parts.value.lastIndexOf(u',');
    const QString begun = parts.value.mid(lastComma + 1).remove(u'"');
    result.start = start + parts.valueStart + lastComma + 1;
    result.length = end - result.start;
    if (const qsizetype comma = text.mid(result.start, result.length).indexOf(u','); comma >= 0)
        result.length = comma;
    const auto offer = [&](const QString &value, const QString &hint) {
        const bool begins = value.startsWith(begun, Qt::CaseInsensitive) ||
                            (u' ' + hint).contains(u' ' + begun, Qt::CaseInsensitive);
        if (begins && value.compare(begun, Qt::CaseInsensitive) != 0)
            result.offers.append({value, hint, quotedIfNeeded(value)});
    };
    switch (key->key) {
    case FilterKey::Status:
        for (const QString &name : stateNames())
            offer(name, {});
        break;
    case FilterKey::Buyer:
        for (const FilterWord &word : vocabulary.buyers)
            offer(word.slug, word.label);
        break;
    case FilterKey::Source:
        for (const FilterWord &word : vocabulary.sources)
            offer(word.slug, word.label);
        break;
    case FilterKey::State:
        for (const QString &region : vocabulary.regions)
            offer(region, {});
        break;
    case FilterKey::Time:
        offer(QStringLiteral("today"), Words::tr("since midnight"));
        offer(QStringLiteral("15m"), Words::tr("the last quarter of an hour"));
        offer(QStringLiteral("1h"), Words::tr("the last hour"));
        offer(QStringLiteral("24h"), Words::tr("the last day"));
        offer(QStringLiteral("yesterday"), Words::tr("the whole day before"));
        break;
    case FilterKey::Reason:
        for (const domain::ReasonInfo &reason : domain::reasons()) {
            const QString sentence =
                QString::fromUtf8(reason.sentence.data(), static_cast<qsizetype>(reason.sentence.size()));
            offer(QString::fromUtf8(reason.code.data(), static_cast<qsizetype>(reason.code.size())),
                  sentence);
        }
        break;
    case FilterKey::Latency:
    case FilterKey::Price:
    case FilterKey::Id:
        break;
    }
    return result;
}

} // namespace bourse::gui
