#pragma once
// The filter language of the leads table: `status:sold buyer:acme state:TX,FL latency>400 price>=20
// time:today`. Terms are joined with AND, values of one term (and of two terms of the same key) with OR.
#include "market/views.h"
#include <QStringList>
#include <QTimeZone>
#include <QVector>

namespace bourse::gui {

struct FilterWord {
    QString slug;
    QString label;
};

/// What values can be completed and corrected with. Without buyers (or sources) any slug is taken as it
/// stands.
struct FilterVocabulary {
    QVector<FilterWord> buyers;
    QVector<FilterWord> sources;
    QStringList regions;               ///< only offered; any short code is understood
    QTimeZone zone = QTimeZone::utc(); ///< whose days time:today speaks of
};

enum class FilterKey { Status, Buyer, Source, State, Latency, Price, Reason, Time, Id };
enum class FilterComparison { Is, Less, AtMost, More, AtLeast };

/// One understood term and where it stands in the text.
struct FilterTerm {
    qsizetype start = 0;
    qsizetype length = 0;
    qsizetype keyLength = 0; ///< minus sign, key and operator
    FilterKey key = FilterKey::Status;
    FilterComparison comparison = FilterComparison::Is;
    bool excluded = false; ///< only status
    QStringList values;    ///< as written, without quotes
};

/// A stretch of the text that is not understood.
struct FilterProblem {
    qsizetype start = 0;
    qsizetype length = 0;
    QString message;     ///< a sentence
    QString replacement; ///< for the stretch; empty where nothing comes near
};

class LeadFilter {
  public:
    static LeadFilter parse(const QString &text, const FilterVocabulary &vocabulary);
    const QVector<FilterTerm> &terms() const { return m_terms; }
    const QVector<FilterProblem> &problems() const { return m_problems; }
    bool isUnderstood() const { return m_problems.isEmpty(); }
    /// Nothing is asked for: every lead matches.
    bool isEmpty() const { return m_terms.isEmpty(); }
    /// The understood terms; relative times count from `now`.
    market::LeadQuery query(UtcTime now) const;
    /// The understood terms in one way of writing: equal filters have equal texts.
    QString toText() const;

  private:
    void addToken(const QString &text, qsizetype start, qsizetype length, const FilterVocabulary &vocabulary);
    QVector<FilterTerm> m_terms;
    QVector<FilterProblem> m_problems;
    market::LeadQuery m_query; ///< without times, which depend on when it is asked
    QVector<domain::LeadState> m_excluded;
    QTimeZone m_zone;
};

/// Whether a lead that came live belongs to what `query` lists; its `before` and `limit` do not count. Agrees
/// with what the database answers.
bool matches(const market::LeadQuery &query, const market::LeadRow &row);

/// `text` asking for this value of `key` alone: terms of that key give way to one new term at the end.
QString withOnly(const QString &text, FilterKey key, const QString &value);
/// `text` without leads of this state.
QString withoutStatus(const QString &text, domain::LeadState state);

/// What can stand at the cursor.
struct FilterOffer {
    QString text;   ///< "price", "acme-insurance"
    QString hint;   ///< "money", "Acme Insurance"
    QString insert; ///< replaces the stretch of FilterOffers
};
struct FilterOffers {
    qsizetype start = 0;
    qsizetype length = 0;
    QVector<FilterOffer> offers;
};
FilterOffers filterOffers(const QString &text, qsizetype cursor, const FilterVocabulary &vocabulary);

} // namespace bourse::gui
