#pragma once
// The render plan: what a document's rows become once, so that rendering walks no document and compiles no
// pattern.
#include "domain/integration/documentreader.h"
#include "domain/integration/integration.h"
#include "domain/integration/numberedname.h"
#include "domain/integration/regex.h"
#include "domain/integration/wiretext.h"
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bourse::domain {

class BodyCharset; // domain/integration/bodycharset.h
class RenderTrace;
struct InboundCompile; // domain/integration/inboundscope.h
struct InboundScope;   // likewise
struct RowTrace;
struct TransformTrace;

/// One value on its way from a source through transforms to its target.
class Cell {
  public:
    enum class Kind : std::uint8_t { Missing, Null, Text, Number, Boolean, Structure };

    Cell() = default;
    Cell(const Cell &) = delete;
    Cell &operator=(const Cell &) = delete;
    Cell(Cell &&) = default;
    Cell &operator=(Cell &&) = default;
    ~Cell() = default;

    Kind kind() const { return m_kind; }
    /// Missing, null, or text of no length.
    bool isEmpty() const;
    bool isScalar() const { return m_kind >= Kind::Text && m_kind <= Kind::Boolean; }
    /// The text of a scalar, else "".
    std::string_view text() const { return m_isOwned ? std::string_view(m_owned) : m_view; }
    const Value *structure() const { return m_structure; }

    void clear();
    void setNull();
    /// The text must outlive the cell's use: the lead's, the document's or a carried value's own.
    void setView(Kind kind, std::string_view text);
    void setOwned(Kind kind, std::string text);
    /// The value must outlive the cell's use.
    void setValue(const Value &value);
    /// As above for a value of the cell's own.
    void setOwnedValue(Value value);
    /// Another type for the same text.
    void setKind(Kind kind) { m_kind = kind; }
    /// The secret that was asked for and is not there; its place is marked {{name}}.
    const std::string *missingSecret() const { return m_missingSecret; }
    /// The same value, of which `other` stays the owner; it must outlive the cell's use.
    void setSame(const Cell &other);
    void setMissingSecret(const std::string *name) { m_missingSecret = name; }

  private:
    Kind m_kind = Kind::Missing;
    bool m_isOwned = false;
    std::string_view m_view;
    std::string m_owned;
    const Value *m_structure = nullptr;
    std::unique_ptr<Value> m_ownedStructure;
    const std::string *m_missingSecret = nullptr;
};

/// What the request looks like so far; a signature's recipe reads it.
struct RequestSoFar {
    std::string_view method;
    std::string_view path;  ///< without the query
    std::string_view query; ///< without the '?'
    std::string_view host;
    std::string_view body;
    std::string_view url{};           ///< absolute
    const Headers *headers = nullptr; ///< all that are known, Content-Type and Content-Length included
};

/// The item that a group's rows are being written for, and the groups around it.
struct ItemScope {
    const Value *item = nullptr; ///< nullptr where the list ended before the group's minimum
    std::size_t index = 0;       ///< among the items that are written, from 0
    std::size_t count = 0;       ///< of all items that are written
    std::size_t own = 0;         ///< among the items of its own list, from 0
    const ItemScope *outer = nullptr;
};

/// A named value once it is made.
struct MadeValue {
    Cell cell;
    std::optional<Error> problem;
};

/// One rendering: its input, looked-up lead fields, and the first problem.
struct RenderContext {
    const RenderInput &input;
    StepKind step;
    const std::vector<const Value *> &fields; ///< by slot, nullptr where the lead has none
    const std::vector<Value> &variables;      ///< of the environment, by slot
    const RequestSoFar *request = nullptr;
    Error problem{};
    RenderTrace *trace = nullptr; ///< set where the rendering is explained; it then goes on after problems
    std::map<std::string, std::string> signatures{}; ///< made so far, by id
    /// Texts made of secrets (a Basic credential) and what stands for them in a trace.
    std::vector<std::pair<std::string, std::string>> hidden{};
    const ItemScope *scope = nullptr;               ///< inside a group with "each"
    const NumberScope *numbers = nullptr;           ///< inside a group that writes items
    const Cell *value = nullptr;                    ///< inside a transform: what it is applied to
    std::vector<std::unique_ptr<MadeValue>> made{}; ///< named values, by slot; null until asked for
    bool dropsGroup = false;                        ///< a row asked for the group around it to be left out
    std::optional<Micros> timeLimit{};              ///< the step's own
    /// Names of secrets that were asked for and are not there; their marks may stand in any text since.
    std::vector<const std::string *> missingSecrets{};
    const BodyCharset *charset = nullptr;  ///< of the body that is being written; null: UTF-8
    const InboundScope *inbound = nullptr; ///< the request of a supplier that is read or answered

    /// From the seed alone, so that a header and the signature over it see the same nonce.
    std::uint64_t random(std::uint64_t n) const;
    bool fail(std::string code, std::string rule, std::string message);
    /// The secret that is not there and whose mark is in the text; nullptr where there is none.
    const std::string *missingIn(std::string_view text) const;
    /// A problem that is no row's: kept for the explanation, else false.
    bool goesOn();
    /// Bytes at the end of `out` were taken back.
    void takenBack(const std::string &out) const;
    /// For the writer of a body: `problem` is about the row that was evaluated last. False ends the
    /// rendering; true where it is explained: it goes on without the row.
    bool goesOnWithout(const std::string &target);
    /// The row that was evaluated last, for wrote().
    std::size_t lastRow() const;
    /// The row's target and value are the bytes from `begin` to the end of `out`.
    void wrote(std::size_t row, const std::string &out, std::size_t begin,
               const std::string_view *item = nullptr) const;
};

/// Where a value comes from.
class RowSource {
  public:
    virtual ~RowSource() = default;
    /// False if it cannot be had at all; the context then holds the problem. A value that is not there is no
    /// problem: the cell is Missing.
    virtual bool read(RenderContext &context, Cell &cell) const = 0;
};

/// One link of a chain. Missing and null values pass by, unless handlesEmpty().
class Transform {
  public:
    virtual ~Transform() = default;
    /// False with `problem` set (code, rule, message) if the value cannot be transformed. `context` is null
    /// where an answer is read.
    virtual bool apply(Cell &cell, RenderContext *context, Error &problem) const = 0;
    virtual bool handlesEmpty() const { return false; }
};
using Transforms = std::vector<std::unique_ptr<Transform>>;
/// With `steps`, tells what each link made of the value; the names are the caller's.
bool applyAll(const Transforms &transforms, Cell &cell, RenderContext *context, Error &problem,
              std::vector<TransformTrace> *steps = nullptr);

/// Compares one read value with what the document says; used by conditions and by response rules.
class Test {
  public:
    enum class Op {
        Exists,
        Missing,
        Empty,
        NotEmpty,
        Equals,
        EqualsCi,
        NotEquals,
        Contains,
        ContainsCi,
        StartsWith,
        StartsWithCi,
        EndsWith,
        Matches,
        In,
        InCi,
        Greater,
        GreaterOrEqual,
        Less,
        LessOrEqual,
        NumberEquals,
        NumberDiffers,
        IsTrue,
        IsFalse
    };
    /// Takes "op", "value" and "ignore_case" from the reader. With `valueComesLater` the value is read
    /// elsewhere.
    static Test compile(ObjectReader &reader, bool valueComesLater = false);
    /// The same with another text to compare with.
    Test withValue(const std::string &text) const;
    /// `present` is false where nothing was found or it is null.
    bool holds(bool present, std::string_view text) const;
    /// True for what denies ("not_equals", "ne", "missing", "empty"): of several values each one must hold.
    bool isAboutAll() const
    {
        return m_op == Op::Missing || m_op == Op::Empty || m_op == Op::NotEquals || m_op == Op::NumberDiffers;
    }

  private:
    Op m_op = Op::Exists;
    std::vector<std::string> m_values;
    std::optional<Regex> m_pattern;
    std::optional<std::int64_t> m_bound; ///< micro-units
};

/// all / any / not over leaves of either kind.
template <class L> struct ConditionTree {
    enum class Kind { Leaf, All, Any, Not } kind = Kind::Leaf;
    std::vector<ConditionTree> children;
    std::shared_ptr<L> leaf;

    template <class Judge> bool holds(const Judge &judge) const
    {
        switch (kind) {
        case Kind::Leaf:
            return leaf && judge(*leaf);
        case Kind::All:
            for (const ConditionTree &child : children)
                if (!child.holds(judge))
                    return false;
            return true;
        case Kind::Any:
            for (const ConditionTree &child : children)
                if (child.holds(judge))
                    return true;
            return false;
        case Kind::Not:
            return !children.front().holds(judge);
        }
        return false;
    }

    /// As holds() for a judge that may not know (Kleene): nothing where what is not known would decide.
    template <class Judge> std::optional<bool> known(const Judge &judge) const
    {
        switch (kind) {
        case Kind::Leaf:
            return leaf ? judge(*leaf) : std::optional<bool>(false);
        case Kind::All:
        case Kind::Any: {
            std::optional<bool> all = kind == Kind::All;
            for (const ConditionTree &child : children) {
                const std::optional<bool> one = child.known(judge);
                if (one == (kind == Kind::Any))
                    return one;
                if (!one)
                    all.reset();
            }
            return all;
        }
        case Kind::Not: {
            const std::optional<bool> one = children.front().known(judge);
            return one ? std::optional<bool>(!*one) : std::nullopt;
        }
        }
        return false;
    }
};

/// Reads {"all":[…]}, {"any":[…]}, {"not":{…}} or a leaf, at most 16 levels deep.
template <class Leaf>
ConditionTree<Leaf> compileCondition(const Value &value, const std::string &path, Problems &problems,
                                     const std::function<std::shared_ptr<Leaf>(ObjectReader &)> &leaf,
                                     int depth = 0)
{
    using Tree = ConditionTree<Leaf>;
    Tree tree;
    ObjectReader reader(value, path, problems);
    if (depth > 16) {
        problems.add("too_deep", path, "max_depth 16", "The condition is nested too deeply.");
        return tree;
    }
    const auto members = [&](const char *key, typename Tree::Kind kind) {
        tree.kind = kind;
        if (const Array *list = reader.array(key)) {
            for (std::size_t i = 0; i < list->size(); ++i)
                tree.children.push_back(
                    compileCondition<Leaf>((*list)[i], reader.pathOf(key) + '[' + std::to_string(i) + ']',
                                           problems, leaf, depth + 1));
            if (list->empty())
                problems.add("required", reader.pathOf(key), "at least one",
                             "The list of conditions is empty.");
        }
    };
    if (reader.isObject() && value.find("all")) {
        members("all", Tree::Kind::All);
    } else if (reader.isObject() && value.find("any")) {
        members("any", Tree::Kind::Any);
    } else if (reader.isObject() && value.find("not")) {
        tree.kind = Tree::Kind::Not;
        tree.children.push_back(
            compileCondition<Leaf>(*reader.get("not"), reader.pathOf("not"), problems, leaf, depth + 1));
    } else if (reader.isObject()) {
        tree.leaf = leaf(reader);
    }
    reader.finish();
    return tree;
}

struct RenderLeaf {
    std::unique_ptr<RowSource> source;
    Transforms transforms;
    Test test;
};
using RenderCondition = ConditionTree<RenderLeaf>;

struct NamedValue; // domain/integration/namedvalue.h
using NamedValues = std::map<std::string, std::shared_ptr<NamedValue>, std::less<>>;

/// What the compiler knows about the whole document.
struct CompileContext {
    Problems &problems;
    Currency currency{};                                     ///< of the document
    std::unordered_map<std::string, std::size_t> fieldSlots; ///< top-level lead field → slot
    std::vector<std::string> variableNames;
    std::map<std::string, Object> tables;
    std::set<std::string> secrets;
    std::set<std::string> *fieldsSent = nullptr; ///< of the step being compiled
    int depth = 0;                               ///< of sources within sources
    std::set<std::string> signatureIds{};        ///< of the step being compiled
    std::set<std::string> signaturesUsed{};      ///< ids that rows of the step read
    int items = 0;                               ///< groups with "each" around this place
    int numbers = 0;                             ///< groups that write items around this place
    int groups = 0;                              ///< groups of rows around this place
    bool hasValue = false;                       ///< inside a transform: computed.value is there
    NamedValues values{};                        ///< of the document
    NamedValues stepValues{};                    ///< of the step being compiled
    std::size_t valueSlots = 0;
    int valueDepth = 0;                ///< of named values within named values
    bool inNamedValue = false;         ///< which is of no request's part
    InboundCompile *inbound = nullptr; ///< set in inbound documents: {"request":…} and its like are there

    std::size_t slotOf(const std::string &field);
    std::optional<std::size_t> variableSlot(std::string_view name) const;
};

/// A mapping row. What it does with an empty value is its on_empty rule.
class Row {
  public:
    enum class OnEmpty { Omit, Empty, Null, Refuse, OmitGroup };
    enum class Result { Write, Omit, Fail };

    /// Takes "source", "transforms", "when", "on_empty", "default" and "note" from the reader. The target is
    /// the caller's: each kind of body reads it in its own way.
    static std::unique_ptr<Row> compile(ObjectReader &reader, std::string target, CompileContext &compile);
    /// A row that writes one text, whatever the lead.
    static std::unique_ptr<Row> constant(std::string target, Value value);
    Result evaluate(RenderContext &context, Cell &cell) const;
    const std::string &target() const { return m_target; }
    /// Where it would be left out, the group around it is too: half of a pair says nothing.
    void omitWithGroup() { m_omitsGroup = true; }

  private:
    Result compute(RenderContext &context, Cell &cell, RowTrace *trace) const;
    Result finished(RenderContext &context, Result result) const;

    std::string m_target;
    std::string m_path;                ///< of the row in the document
    std::vector<std::string> m_fields; ///< lead fields that it reads
    std::vector<std::string> m_words;  ///< "do" of each transform
    std::unique_ptr<RowSource> m_source;
    Transforms m_transforms;
    std::optional<RenderCondition> m_when;
    OnEmpty m_onEmpty = OnEmpty::Omit;
    bool m_omitsGroup = false;
};

/// A dotted path with indexes and quoted names: `lead.contact['e.mail']`, `drivers[0].name`.
struct PathStep {
    std::string name;
    std::size_t index = 0;
    bool isIndex = false;
    bool operator==(const PathStep &) const = default;
};

/// Rows that belong together under one target: a group that is there or not as a whole ("when"), the same
/// rows once for each item of a list ("each"), or a list whose items are named one by one ("as": "list" or
/// "pairs"). What a row becomes is the body's affair; this says how often and in which scope.
class RowGroup {
  public:
    enum class Kind { Once, Each, List, Pairs };
    /// How many items a group writes at most, whatever the document or the lead says.
    static constexpr std::size_t kMostItems = 1000;

    /// True for a row of a document that has "rows" of its own.
    static bool isGroup(const Value &row);
    /// Takes every key but "target" and the rows from the reader, which the caller compiles between
    /// enterRows() and leaveRows().
    static std::unique_ptr<RowGroup> compile(ObjectReader &reader, std::string target,
                                             CompileContext &compile, const char *pairName = "id",
                                             const char *pairValue = "value");
    void enterRows(CompileContext &compile) const;
    void leaveRows(CompileContext &compile) const;

    Kind kind() const { return m_kind; }
    const std::string &target() const { return m_target; }
    Row::OnEmpty onEmpty() const { return m_onEmpty; }
    /// Pairs: where the row's target and where its value goes; the name as text or number.
    const std::string &pairName() const { return m_pairName; }
    const std::string &pairValue() const { return m_pairValue; }
    /// Its items are written beside each other under the name that the target begins ("Driver_{n}_",
    /// "Request."), not as a list below it.
    bool isBeside() const;
    Value pairNameValue(const std::string &target, const std::string &path, Problems &problems) const;
    /// The number that "{n}" stands for.
    std::size_t number(std::size_t index) const { return m_first + index; }

    /// False on failure; `holds` is false where the group's condition does not hold.
    const std::string &path() const { return m_path; }
    const std::vector<std::string> &fields() const { return m_fields; }
    bool condition(RenderContext &context, bool &holds) const;
    /// Calls `write` once per item with the scope set (Each), stopping where it returns false. For lists in
    /// lists the lists around the item have scopes and numbers of their own.
    bool forEach(RenderContext &context, const std::function<bool()> &write) const;
    /// What the on-empty rule makes of a group that wrote nothing; Omit, Empty or Null, or the failure.
    Row::Result whenEmpty(RenderContext &context) const;

  private:
    std::string m_target;
    std::string m_path;                ///< in the document
    std::vector<std::string> m_fields; ///< lead fields that "each" reads
    Kind m_kind = Kind::Once;
    std::optional<RenderCondition> m_when;
    struct Found;
    void gather(const Value &list, std::size_t level, Found &around, RenderContext &context,
                std::vector<Found> &found, bool &fine) const;
    void compileEach(const Value &each, ObjectReader &reader, CompileContext &compile);
    template <class Function>
    bool within(const Found &item, RenderContext &context, const Function &function) const;

    std::unique_ptr<RowSource> m_each;
    std::vector<std::vector<PathStep>> m_inner; ///< lists in the items of lists, outermost first
    Transforms m_transforms;
    std::optional<RenderCondition> m_where;
    std::size_t m_first = 1;
    std::size_t m_minimum = 0;
    std::size_t m_maximum = kMostItems;
    Row::OnEmpty m_onEmpty = Row::OnEmpty::Omit;
    std::string m_pairName;
    std::string m_pairValue;
    bool m_pairNumbers = false;
};

/// {"field":…} | {"constant":…} | {"template":…} | {"carried":…} | {"secret":…} | {"variable":…} |
/// {"item":…} | {"lookup":…} | {"computed":…} | {"first_of":[…]} | {"if":…} | {"body":{…}} |
/// {"signature":id} | {"value":name} | {"pairs":[…]}.
std::unique_ptr<RowSource> compileSource(const Value &value, const std::string &path,
                                         CompileContext &compile);
/// A list of {"do":…}. Without `compile`, transforms that need a lead or a secret are refused.
/// `document` gives them its tables all the same.
Transforms compileTransforms(const Value *list, const std::string &path, Problems &problems,
                             CompileContext *compile, const CompileContext *document = nullptr);
RenderCondition compileRenderCondition(const Value &value, const std::string &path, CompileContext &compile);
/// False on failure, the context then holds the problem.
bool conditionHolds(const RenderCondition &condition, RenderContext &context, bool &holds);

/// Text with {{namespace.name | transform}} places; the values are escaped for where the text stands.
class Template {
  public:
    static Template compile(std::string_view text, const std::string &path, CompileContext &compile);
    /// Values empty or missing leave nothing. Problems as for RowSource::read.
    bool append(RenderContext &context, Escaping escaping, std::string &out,
                const std::string **missingSecret = nullptr) const;
    /// True if no place is in it.
    bool isConstant() const;
    /// True if it is one place and nothing else.
    bool isOnePlace() const;
    /// That place as it is written.
    const std::string &onePlace() const { return m_pieces.front().place; }
    /// True if a lead's or a carried value stands in it, or a named one that may be made of them.
    bool usesForeignValues() const { return m_foreign; }
    /// From now on a place before the first '?' that a lead, an answer or a named value leaves empty is a
    /// problem: "empty_place".
    void demandPlaces();

  private:
    struct Piece {
        std::string literal;
        std::shared_ptr<const RowSource> source;
        std::shared_ptr<const Transforms> transforms;
        std::string place; ///< as it is written: {{lead.zip | upper}}
        std::vector<std::string> words;
        std::vector<std::string> fields;
        bool canBeEmpty = false; ///< it is not the document's own
        bool demanded = false;
    };
    bool appendPlace(const Piece &piece, RenderContext &context, Escaping escaping, std::string &out,
                     const std::string **missingSecret, RowTrace *trace) const;

    std::string m_path; ///< of the template in the document
    std::vector<Piece> m_pieces;
    bool m_foreign = false;
};

/// A body of one format.
class BodyPlan {
  public:
    virtual ~BodyPlan() = default;
    /// Appends the body; on failure the context's problem has the row's target as its field.
    virtual bool append(RenderContext &context, std::string &out) const = 0;
    const std::string &contentType() const { return m_contentType; }
    /// The header's value for one rendering; formats whose type has a parameter that changes override it.
    virtual bool appendContentType(RenderContext &, std::string &out) const
    {
        out += m_contentType;
        return true;
    }
    /// Headers that the format itself demands (SOAPAction); the step's own rows of the same name win.
    virtual bool appendHeaders(RenderContext &, Headers &) const { return true; }

  protected:
    std::string m_contentType;
};
/// {"format":"json|form|xml|soap|text|multipart|none", "content_type":…, "rows":[…], …}
std::unique_ptr<BodyPlan> compileBody(const Value &value, const std::string &path, CompileContext &compile);
/// Rows as a query or form; `percentSpaces` writes a space as %20.
std::unique_ptr<BodyPlan> compileFormRows(const Array &rows, const std::string &path, bool percentSpaces,
                                          CompileContext &compile);
std::unique_ptr<BodyPlan> compileJsonBody(ObjectReader &reader, CompileContext &compile);
std::unique_ptr<BodyPlan> compileXmlBody(ObjectReader &reader, CompileContext &compile);
std::unique_ptr<BodyPlan> compileSoapBody(ObjectReader &reader, CompileContext &compile);
std::unique_ptr<BodyPlan> compileMultipartBody(ObjectReader &reader, CompileContext &compile);

/// Reports "invalid_target" where a number is asked for that no group around gives.
void checkNumbers(const NumberedName &name, const std::string &field, CompileContext &compile);

/// Takes such a path apart.
Result<std::vector<PathStep>> parseTargetPath(std::string_view text);
/// What stands at the path inside the value; nullptr where there is nothing.
const Value *valueAt(const Value *value, const std::vector<PathStep> &path);

/// Appends a cell's text in the escaping; the mark of a missing secret stays readable.
bool appendCell(const Cell &cell, Escaping escaping, std::string &out);

/// Reads an amount or number as people and programs write it: "$1,234.50", "USD 31", "1.25e1". Micro-units;
/// digits beyond six decimals are cut off. No value where it is not plainly one number.
std::optional<std::int64_t> readMicros(std::string_view text);

} // namespace bourse::domain
