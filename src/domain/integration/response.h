#pragma once
// Reading an answer: sources of its parts, rules in order of which the first that holds decides, and what is
// taken out.
#include "domain/integration/answer.h"
#include "domain/integration/explain.h"
#include "domain/integration/jsonpath.h"
#include "domain/integration/plan.h"
#include "domain/integration/xmltree.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::domain {

/// A text that was found in an answer.
struct FoundText {
    std::string text;
    /// It was written as a number (JSON, XPath) or computed as one, so its decimal sign is the point.
    bool isNumber = false;
};

/// Where in an answer a value is.
class Reader {
  public:
    enum class Kind { Json, Xml, Header, Status, Query, Text, Regex, Delimited, Pair };
    /// {"json":path} | {"xpath":path} | {"header":name} | {"http":"status"} | {"text":"body"} |
    /// {"query":name} (of a callback's URL) |
    /// ("take":"name" with json gives the names of the members that are found)
    /// {"regex":pattern,"group":n} | {"delimited":separator,"index":n} | {"pair":key}; each with an optional
    /// "inner" source that reads the found text as an answer of its own. "take":"all" with regex gives every
    /// match, with delimited every part that is not blank.
    static std::optional<Reader> compile(const Value &value, const std::string &path, Problems &problems);
    /// What is found, in order; nulls are not found. False where the answer, or a text within it, could not
    /// be read as what the path needs: then nobody knows what is not there.
    bool read(const Spot &spot, std::vector<FoundText> &out) const;
    /// The nodes of a JSON path or XPath, with "inner" those of the innermost one; of other kinds each text
    /// that is found, as an answer of its own.
    std::vector<Spot> nodes(const Spot &spot) const;
    /// Of the innermost source, which is the one that finds.
    Kind kind() const { return m_inner ? m_inner->kind() : m_kind; }
    /// True for a path of that kind into the answer itself.
    bool reads(Kind kind) const { return m_kind == kind && !m_inner; }
    /// True if it or a source within it asks for the HTTP status.
    bool readsStatus() const { return m_kind == Kind::Status || (m_inner && m_inner->readsStatus()); }

  private:
    bool readOuter(const Spot &spot, std::vector<FoundText> &out) const;

    Kind m_kind = Kind::Text;
    std::optional<JsonPath> m_json;
    std::optional<XPath> m_xml;
    std::optional<Regex> m_regex;
    std::string m_name; ///< header, parameter, separator or key
    std::int64_t m_index = 0;
    bool m_takesName = false; ///< of the member, not its value (JSON)
    bool m_takesAll = false;  ///< every match or part (Regex, Delimited)
    std::shared_ptr<const Reader> m_inner;
};

/// One or several ways to a value; the first that finds something counts.
class ValueReader {
  public:
    /// {"source":…,"transforms":[…]} or a list of them.
    static ValueReader compile(const Value &value, const std::string &path, const CompileContext &document);
    std::vector<std::string> all(const Spot &spot) const;
    std::string first(const Spot &spot) const;
    /// As first(), with how it was written.
    FoundText firstFound(const Spot &spot) const;
    bool isSet() const { return !m_ways.empty(); }
    /// Path in the document of the way that finds something, else of the first.
    std::string pathFor(const Spot &spot) const;

  private:
    struct Way {
        Reader reader;
        std::shared_ptr<const Transforms> transforms;
        std::string path;
    };
    std::vector<FoundText> found(const Way &way, const Spot &spot) const;
    std::vector<Way> m_ways;
};

struct AnswerLeaf {
    Reader reader;
    Transforms transforms;
    Test test;
    /// Instead of the test's own value: one of the request that is answered.
    std::unique_ptr<RowSource> valueSource;
    Transforms valueTransforms;
};

/// Without white space around it.
std::string_view trimmedText(std::string_view text);

/// What is taken out of an answer.
struct Extraction {
    ValueReader price;
    ValueReader currency;
    std::optional<Reader> bidsEach;
    std::string bidsPath; ///< in the document
    ValueReader bidId;
    ValueReader bidPrice;
    enum class Choose { Max, First, All, Sum };
    Choose choose = Choose::Max; ///< whose price is the answer's; All: nobody's; Sum: what all cost together
    bool decimalComma = false;   ///< amounts are written 1.234,50
    bool decimalGiven = false;
    std::vector<std::pair<std::string, ValueReader>> bidCarried;
    std::vector<std::pair<std::string, ValueReader>> carried;
    ValueReader reason;
    std::string reasonSeparator = ", ";
    bool reasonSorted = false;
    std::string reasonDefault;
    ValueReader redirect;
    ValueReader expiresAt;
    ValueReader expiresAfter;                       ///< seconds from when the answer came
    std::optional<std::int64_t> expiresAfterMicros; ///< the same as the document says it itself

    static Extraction compile(const Value &value, const std::string &path, const CompileContext &document);
    /// This one where it says something, the other elsewhere.
    Extraction over(const Extraction &general) const;
};

class ResponsePlan {
  public:
    static std::unique_ptr<ResponsePlan> compile(const Value &value, const std::string &path,
                                                 CompileContext &compile);
    /// `about` is the request that is answered; null where it is not known: rules that ask for its values
    /// then do not hold.
    Interpretation interpret(const BuyerResponse &response, Currency currency, RenderContext *about) const;
    /// The same with every rule's own judgement and every value that is read. Where no rule decides, the
    /// values are those that all rules share.
    ReadingTrace examine(const BuyerResponse &response, Currency currency, RenderContext *about) const;
    const AnswerForm &form() const { return m_form; }

  private:
    struct Rule {
        std::string id;
        std::optional<ConditionTree<AnswerLeaf>> when;
        bool readsStatus = false;
        bool readsBoth = false; ///< JSON and XML: the answer is one of them
        bool onServerError = false;
        Reading outcome = Reading::Unrecognised;
        std::string reasonCode;
        Extraction extraction; ///< already laid over the general one
    };
    struct ReasonRule {
        Test test;
        std::string code;
    };
    bool applies(const Rule &rule, const Spot &spot, RenderContext *about) const;
    static std::optional<std::string> expiryFrom(const Extraction &from, const Spot &spot);
    Interpretation read(const Rule *rule, const Spot &spot, Currency currency) const;
    void extract(const Rule &rule, const Spot &spot, Currency currency, Interpretation &out) const;

    AnswerForm m_form;
    Extraction m_general;
    std::vector<Rule> m_rules;
    std::vector<ReasonRule> m_reasons;
};

} // namespace bourse::domain
