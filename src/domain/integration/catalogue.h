#pragma once
// What there is to say about each transform: the visual editor's cards, the schema's test and the help are
// made of this one table.
#include <cstdint>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// One key that a transform takes beside "do".
struct TransformParameter {
    enum class Kind {
        Text,
        Integer,
        Choice,
        Boolean,
        List,       ///< a list of texts
        Table,      ///< the name of one of the document's "tables"
        Entries,    ///< an object: from → to
        Bands,      ///< a list of {"from","up_to","below","value"}
        Value,      ///< any JSON scalar, object or list
        Number,     ///< a number, as JSON number or text
        Way,        ///< a chain, a source, or a plain value
        Patterns,   ///< a date pattern or a list of them
        Source,     ///< a row's source: {"field":…}, {"constant":…}, …
        Sources,    ///< a list of sources
        Secret,     ///< the name of a secret
        Condition,  ///< a row's "when"
        Transforms, ///< a chain: [{"do":…}, …]
        Template,   ///< text with {{lead.x}} places; {{value}} is the value itself
        Pattern,    ///< a regular expression
        DatePattern,
        Zone, ///< an IANA time zone
        Operator,
    };
    const char *key; ///< as the document writes it
    Kind kind;
    const char *label; ///< English; translate in the context "Transforms"
    bool required = false;
    const char *fallback = "";           ///< the default, as JSON; "" where there is none
    std::vector<const char *> choices{}; ///< Choice and Operator: the first is the default
    std::int64_t least = 0;              ///< Integer: inclusive bounds
    std::int64_t most = 0;
};

struct TransformExample {
    const char *input;      ///< JSON
    const char *parameters; ///< JSON object: the members beside "do"
    const char *output;     ///< JSON; "" where nothing is left
};

/// One transform. All texts are English source texts for QCoreApplication::translate("Transforms", …).
struct TransformInfo {
    /// What goes in and what comes out. Any: as it comes.
    enum class Type { Any, Text, Number, Boolean, Date, List };

    const char *name;        ///< the word of "do"
    const char *group;       ///< a heading; see transformGroups()
    const char *label;       ///< a short name for the card
    const char *description; ///< one sentence
    Type takes;
    Type gives;
    std::vector<TransformParameter> parameters;
    TransformExample example;
    const char *inverse = ""; ///< the transform that undoes this one, "" where there is none
    bool inAnswers = true;    ///< false: only in requests, because it needs a lead, a secret or the time
};

/// Every transform that documents may name, group by group in the order in which people should see them.
const std::vector<TransformInfo> &transformCatalogue();
/// nullptr for a word that is no transform's.
const TransformInfo *findTransform(std::string_view name);
/// The groups in their order.
const std::vector<const char *> &transformGroups();

/// A value that is made while a request is put together.
struct ComputedInfo {
    enum class Where { Anywhere, Lists, Transforms, Signatures };
    const char *name;  ///< the word of "computed"
    const char *label; ///< English; translate in the context "Computed"
    Where where;       ///< the only places that have it
};
/// Every computed value that documents may name, in the order in which people should see them.
const std::vector<ComputedInfo> &computedValues();
/// nullptr for a word that is no computed value's.
const ComputedInfo *findComputed(std::string_view name);

} // namespace bourse::domain
