#pragma once
// What an inbound document becomes once it is compiled. Private to the integration room.
#include "domain/integration/inboundscope.h"
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace bourse::domain {

enum class InboundFormat { Auto, Json, Form, Xml, Query };

/// How a request becomes a tree.
class InboundDecoder {
  public:
    /// Takes "decode"; null is the default.
    void compile(const Value *value, Problems &problems);
    /// Fills the message's tree, call and problems.
    void decode(InboundMessage &message) const;

  private:
    /// A field that itself holds JSON or XML.
    struct Inner {
        std::string field;
        InboundFormat format = InboundFormat::Json;
    };
    /// A list of names with their values, of which an object is made.
    struct Pairs {
        std::vector<PathStep> list;
        std::string into;
        std::vector<std::vector<PathStep>> names;  ///< the first that is there
        std::vector<std::vector<PathStep>> values; ///< likewise
        // a second list that gives titles to what the first calls by ids
        std::vector<PathStep> titles;
        std::vector<PathStep> titleId;
        std::vector<PathStep> title;
        std::vector<PathStep> idOf; ///< in an item of the first list
    };
    void decodeInner(const Inner &inner, InboundMessage &message) const;
    void compilePairs(const Value &value, const std::string &path, Problems &problems);
    static void addPairs(const Pairs &pairs, Value &tree);
    static void describe(InboundMessage &message, InboundFormat format);

    InboundFormat m_format = InboundFormat::Auto;
    std::vector<Inner> m_inner;
    std::vector<std::vector<PathStep>> m_roots; ///< the first that is an object takes the tree's place
    std::vector<Pairs> m_pairs;
    bool m_mergesQuery = false;
};

/// Sources of which the first that finds something counts.
class InboundWays {
  public:
    static InboundWays compile(const Value &value, const std::string &path, CompileContext &compile);
    bool isSet() const { return !m_ways.empty(); }
    /// False with the context's problem.
    bool read(RenderContext &context, Cell &cell) const;

  private:
    struct Way {
        std::unique_ptr<RowSource> source;
        Transforms transforms;
    };
    std::vector<Way> m_ways;
};

struct Inbound::Plan {
    Value document;
    std::string slug;
    std::string label;
    std::vector<InboundPath> paths;
    std::vector<std::string> methods;
    InboundDecoder decoder;
    InboundWays key;
    InboundWays source;
    std::shared_ptr<const Integration> proof; ///< its callback step says who may call; null: nobody has to
    struct ActRule {
        std::optional<RenderCondition> when;
        InboundAct act = InboundAct::Lead;
    };
    std::vector<ActRule> acts;
    InboundWays pingId;
    InboundWays bidIds;
    InboundWays eventId;
    std::optional<RenderCondition> test;
    std::unique_ptr<BodyPlan> mapping;
    std::vector<std::string> written; ///< top-level fields of the mapping
    std::set<std::string> taken;      ///< names of othersIn that something reads
    std::vector<PathStep> othersIn;   ///< the object of the request whose other members are taken
    bool ignoresUnknown = false;
    enum class Others { Drop, AsIs, SnakeCase } others = Others::Drop;
    struct AnswerRule {
        std::vector<std::string> outcomes; ///< none: any
        std::vector<InboundAct> acts;      ///< none: any
        std::optional<RenderCondition> when;
        int status = 200;
        std::unique_ptr<BodyPlan> body; ///< null: no body
    };
    std::vector<AnswerRule> answers;
    std::vector<Value> variables;
    std::vector<std::pair<std::string, std::size_t>> slots; ///< lead fields that answers read
    std::unordered_map<std::string_view, std::size_t> slotOf;

    void compile(Problems &problems);
    Result<InboundReading> read(const InboundMessage &message, RenderContext &context) const;
    /// Adds what no row reads, if the document wants it, and holds all fields against the vertical.
    Errors takeOthers(const InboundMessage &message, const FieldSchema *vertical, Object &fields) const;
    Result<std::optional<InboundAnswer>> answer(const InboundOutcome &outcome, RenderContext &context) const;

    /// Calls the function with a context of the message.
    template <class Function>
    auto within(InboundMessage &message, const Object *lead, const Value *facts,
                const Function &function) const
    {
        const Value call(message.call);
        InboundScope scope{&message.raw, &message.tree, &call, facts};
        std::vector<const Value *> fields(slots.size(), nullptr);
        if (lead)
            for (const Member &member : *lead)
                if (const auto found = slotOf.find(member.first); found != slotOf.end())
                    fields[found->second] = &member.second;
        RenderInput input;
        input.lead = lead;
        input.time = message.receivedAt;
        input.live = true;
        input.source = message.route.source;
        RenderContext context{input, StepKind::Callback, fields, variables};
        context.inbound = &scope;
        return function(context);
    }

  private:
    void compileCaller(ObjectReader &in, CompileContext &context);
    void compileProof(const Value *signatures, const Value *authentication, Problems &problems);
    void compileActs(ObjectReader &in, CompileContext &context);
    void compileLead(ObjectReader &in, CompileContext &context);
    void compileAnswers(ObjectReader &in, CompileContext &context, InboundCompile &inbound);
    void compilePaths(ObjectReader &in);
};

} // namespace bourse::domain
