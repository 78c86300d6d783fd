// From the lines of a pasted specification table to the buyer's fields.
#include "workbench/import/importparts.h"
#include "workbench/import/tablelines.h"
#include "workbench/import/targetname.h"
#include "workbench/import/valuelist.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::StepKind;

std::optional<StepKind> stepIn(std::string_view text)
{
    bool ping = false;
    bool post = false;
    for (const std::string &token : nameTokens(text)) {
        ping = ping || token == "ping" || token == "pings";
        post = post || token == "post" || token == "posts";
    }
    if (ping != post)
        return ping ? StepKind::Ping : StepKind::Post;
    return std::nullopt;
}

/// Yes, no, or nothing where it is a condition in words.
std::optional<bool> requiredFrom(std::string_view text)
{
    const std::string word = lowered(trimmed(text));
    for (const std::string_view yes :
         {"yes",    "y",      "true",   "1", "required", "req",    "r",      "x",    "mandatory", "m",
          "\u2713", "\u2714", "\u2705", "*", "must",     "always", "\u2022", "req.", "yes*",      "\u221a"})
        if (word == yes)
            return true;
    for (const std::string_view no :
         {"", "no", "n", "false", "0", "optional", "opt", "o", "-", "\u2013", "\u2014", "\u2717", "\u2718",
          "\u274c", "n/a", "not required", "none", "opt."})
        if (word == no)
            return false;
    return std::nullopt;
}

class Fields {
  public:
    explicit Fields(ImportContext &context) : m_context(context) {}

    void read(const TableWay &way)
    {
        for (const TableLine &line : way.lines) {
            if (m_context.result.specification.size() > m_context.options.limits.maxTableRows) {
                m_context.tooMany = true;
                return;
            }
            if (filled(line) == 0)
                continue;
            const std::string place = "row " + std::to_string(line.number);
            if (isHeader(line)) {
                header(line);
                continue;
            }
            if (line.cells.size() == 1 ||
                (filled(line) == 1 && !line.cells.front().empty() &&
                 !(m_roles.size() > 1 && isIdentifier(withoutMarks(line.cells[0]))))) {
                heading(line.cells.front(), place);
                continue;
            }
            if (m_roles.empty())
                guessRoles(way);
            row(line, place);
        }
    }

  private:
    void heading(const std::string &text, const std::string &place)
    {
        const std::string plain = withoutMarks(text);
        if (m_last && m_roles.size() > 1 && plain.size() > 40 && m_context.result.specification.size() > 0 &&
            !stepIn(plain)) {
            m_context.report().notUnderstood("outside_table", place, shortened(text),
                                             ImportText::tr("This text is not part of the table."));
            return;
        }
        if (const auto step = stepIn(plain); step && plain.size() <= 60) {
            m_step = step;
            m_context.report().note(
                "section", place, shortened(text),
                ImportText::tr("The fields below belong to the step “%1”.").arg(shown(domain::name(*step))));
            return;
        }
        if (plain.size() <= 60 && plain.find(". ") == std::string::npos && !plain.ends_with('.')) {
            m_context.report().note("section", place, shortened(text),
                                    ImportText::tr("A heading in the table."));
            return;
        }
        m_context.report().notUnderstood("outside_table", place, shortened(text),
                                         ImportText::tr("This text is not part of the table."));
    }

    void header(const TableLine &line)
    {
        m_roles.clear();
        m_headers.clear();
        std::set<ColumnRole> once;
        bool machineName = false;
        for (const std::string &cell : line.cells) {
            const std::string text = withoutMarks(cell);
            ColumnRole role = roleOf(text).value_or(ColumnRole::Other);
            if (role == ColumnRole::Name && once.contains(ColumnRole::Name)) {
                // "Field | Parameter | …": the second is the name on the wire if it says so, else a text
                role = ColumnRole::Other;
                const std::string plain = joinedName(text);
                for (const std::string_view word :
                     {"parameter", "param", "key", "api", "post", "variable", "tag"})
                    if (plain.find(word) != std::string::npos && !machineName) {
                        const auto first = std::find(m_roles.begin(), m_roles.end(), ColumnRole::Name);
                        *first = ColumnRole::Label;
                        role = ColumnRole::Name;
                        machineName = true;
                        break;
                    }
            } else if (role != ColumnRole::Other && role != ColumnRole::Description &&
                       role != ColumnRole::Type && once.contains(role)) {
                role = ColumnRole::Other;
            }
            once.insert(role);
            m_roles.push_back(role);
            m_headers.push_back(text);
            ++m_context.report().read;
        }
        if (!once.contains(ColumnRole::Name)) {
            const auto label = std::find(m_roles.begin(), m_roles.end(), ColumnRole::Label);
            if (label != m_roles.end())
                *label = ColumnRole::Name;
        }
        m_last = nullptr;
    }

    /// No header: the columns are told apart by what is in them.
    void guessRoles(const TableWay &way)
    {
        std::size_t width = 0;
        for (const TableLine &line : way.lines)
            width = std::max(width, line.cells.size());
        m_roles.assign(width, ColumnRole::Other);
        m_headers.assign(width, "");
        std::vector<std::size_t> words(width), requireds(width), types(width), length(width), count(width),
            lists(width);
        for (const TableLine &line : way.lines)
            for (std::size_t i = 0; line.cells.size() > 1 && i < line.cells.size(); ++i) {
                const std::string cell = withoutMarks(line.cells[i]);
                if (cell.empty())
                    continue;
                ++count[i];
                length[i] += cell.size();
                words[i] += isIdentifier(cell);
                requireds[i] += requiredFrom(cell).has_value() && cell.size() < 12;
                const std::string type = lowered(cell);
                for (const std::string_view known :
                     {"string", "text", "int", "number", "bool", "date", "varchar", "char", "email", "phone",
                      "enum", "list", "decimal", "float"})
                    if (type.starts_with(known)) {
                        ++types[i];
                        break;
                    }
                lists[i] += valueListFrom(cell).values.size() > 1;
            }
        const auto mostly = [&](const std::vector<std::size_t> &hits, std::size_t i) {
            return count[i] > 0 && hits[i] * 10 >= count[i] * 7;
        };
        bool name = false;
        for (std::size_t i = 0; i < width; ++i) {
            if (mostly(requireds, i))
                m_roles[i] = ColumnRole::Required;
            else if (mostly(types, i))
                m_roles[i] = ColumnRole::Type;
            else if (!name && mostly(words, i)) {
                m_roles[i] = ColumnRole::Name;
                name = true;
            } else if (mostly(lists, i)) {
                m_roles[i] = ColumnRole::Values;
            }
        }
        if (!name)
            m_roles[0] = ColumnRole::Name;
        std::size_t longest = width;
        for (std::size_t i = 0; i < width; ++i)
            if (m_roles[i] == ColumnRole::Other && count[i] > 0 &&
                (longest == width || length[i] > length[longest]))
                longest = i;
        if (longest < width)
            m_roles[longest] = ColumnRole::Description;
        m_context.report().note("no_header", "table", {},
                                ImportText::tr("The table has no header that is known; its columns were told "
                                               "apart by what is in them."));
    }

    static void appendTo(std::string &text, std::string_view more, std::string_view divider = "; ")
    {
        if (more.empty())
            return;
        if (!text.empty())
            text += divider;
        text += more;
    }

    void row(const TableLine &line, const std::string &place)
    {
        std::string name;
        std::string required;
        std::string valuesText;
        std::string ping;
        std::string post;
        std::string steps;
        bool pingColumn = false;
        bool postColumn = false;
        bool optionalColumn = false;
        bool requiredColumn = false;
        SpecificationField field;
        field.place = place;
        std::string either;
        for (std::size_t i = 0; i < std::max(line.cells.size(), m_roles.size()); ++i) {
            const std::string cell = i < line.cells.size() ? line.cells[i] : std::string();
            const ColumnRole role = i < m_roles.size() ? m_roles[i] : ColumnRole::Other;
            pingColumn = pingColumn || role == ColumnRole::Ping;
            postColumn = postColumn || role == ColumnRole::Post;
            optionalColumn = optionalColumn || role == ColumnRole::Optional;
            requiredColumn = requiredColumn || role == ColumnRole::Required || role == ColumnRole::Optional;
            const std::string plain = withoutMarks(cell);
            if (plain.empty())
                continue;
            if (++m_context.leaves > m_context.options.limits.maxLeaves * 4) {
                m_context.tooMany = true;
                return;
            }
            ++m_context.report().read;
            switch (role) {
            case ColumnRole::Name:
                name = plain;
                break;
            case ColumnRole::Label:
                appendTo(field.note, plain);
                break;
            case ColumnRole::Required:
            case ColumnRole::Optional:
                required = plain;
                break;
            case ColumnRole::Type:
                appendTo(field.type, plain, ", ");
                break;
            case ColumnRole::Description:
                appendTo(field.note, plain);
                break;
            case ColumnRole::Values:
                valuesText = std::string(trimmed(cell));
                break;
            case ColumnRole::ValueOrExample:
                either = std::string(trimmed(cell));
                break;
            case ColumnRole::MaxLength:
                field.maxLength = plain;
                break;
            case ColumnRole::Example:
                field.example = plain;
                break;
            case ColumnRole::Default:
                field.defaultValue = plain;
                break;
            case ColumnRole::Ping:
                ping = plain;
                break;
            case ColumnRole::Post:
                post = plain;
                break;
            case ColumnRole::Step:
                steps = plain;
                break;
            case ColumnRole::Other:
                appendTo(field.note,
                         (i < m_headers.size() && !m_headers[i].empty() ? m_headers[i] + ": " : "") + plain);
                break;
            }
        }
        if (name.empty()) {
            continued(field, valuesText, either, place);
            return;
        }
        cleanName(name, field, required);
        if (!either.empty()) {
            ValueList list = valueListFrom(either);
            if (list.values.size() > 1 && valuesText.empty())
                valuesText = either;
            else if (field.example.empty())
                field.example = either;
            else
                appendTo(field.note, either);
        }
        takeValues(field, valuesText);
        if (requiredColumn || !required.empty()) {
            field.required = requiredFrom(required);
            if (field.required && optionalColumn && !required.empty())
                field.required = !*field.required;
            if (!field.required)
                field.requiredText = required;
        }
        if (field.target.empty()) {
            m_context.report().notUnderstood("no_name", place, shortened(name),
                                             ImportText::tr("The row names no field."));
            return;
        }
        field.step = m_step;
        if (!steps.empty()) {
            const auto one = stepIn(steps);
            const bool both = containsFolded(steps, "ping") && containsFolded(steps, "post");
            if (one)
                field.step = one;
            else if (both || containsFolded(steps, "both"))
                pingAndPost(field, std::nullopt, std::nullopt);
            else
                appendTo(field.note, steps);
            if (both || containsFolded(steps, "both"))
                return;
        }
        if (pingColumn || postColumn) {
            const auto inStep = [&](const std::string &cell,
                                    bool column) -> std::optional<std::optional<bool>> {
                if (!column)
                    return std::nullopt;
                const std::string word = lowered(cell);
                if (word.empty() || word == "-" || word == "n/a" || word == "no" || word == "n" ||
                    word == "\u2013" || word == "\u2014" || word == "not used" || word == "not sent")
                    return std::nullopt;
                return requiredFrom(cell);
            };
            const auto onPing = inStep(ping, pingColumn);
            const auto onPost =
                postColumn ? inStep(post, true) : std::optional<std::optional<bool>>(field.required);
            if (onPing)
                add(field, StepKind::Ping, *onPing ? *onPing : field.required, ping);
            if (onPost)
                add(field, StepKind::Post, *onPost ? *onPost : field.required, post);
            if (onPing || onPost)
                return;
            m_context.report().note("in_no_step", place, shortened(field.target),
                                    ImportText::tr("The table sends this field in neither step."));
        }
        push(std::move(field));
    }

    void pingAndPost(const SpecificationField &field, std::optional<bool> ping, std::optional<bool> post)
    {
        add(field, StepKind::Ping, ping ? ping : field.required, {});
        add(field, StepKind::Post, post ? post : field.required, {});
    }

    void add(SpecificationField field, StepKind step, std::optional<bool> required,
             const std::string &written)
    {
        field.step = step;
        field.required = required;
        if (!required && field.requiredText.empty())
            field.requiredText = written;
        push(std::move(field));
    }

    void push(SpecificationField field)
    {
        m_context.result.specification.push_back(std::move(field));
        m_last = &m_context.result.specification.back();
    }

    /// "first_name *", "zip (required)", "state - string"
    static void cleanName(std::string name, SpecificationField &field, std::string &required)
    {
        if (const std::size_t line = name.find('\n'); line != std::string::npos) {
            appendTo(field.note, trimmed(std::string_view(name).substr(line)));
            name.erase(line);
        }
        while (name.ends_with('*')) {
            name.pop_back();
            if (required.empty())
                required = "yes";
        }
        while (name.starts_with('*')) {
            name.erase(0, 1);
            if (required.empty())
                required = "yes";
        }
        for (const auto &[word, means] : {std::pair{"(required)", "yes"}, std::pair{"(optional)", "no"},
                                          std::pair{"[required]", "yes"}, std::pair{"[optional]", "no"}})
            if (lowered(name).ends_with(word)) {
                name.erase(name.size() - std::string_view(word).size());
                if (required.empty())
                    required = means;
            }
        field.target = std::string(trimmed(name));
        if (field.target.ends_with(':'))
            field.target.pop_back();
    }

    static void takeValues(SpecificationField &field, const std::string &text)
    {
        if (!text.empty()) {
            ValueList list = valueListFrom(text);
            if (!list.values.empty()) {
                field.values = std::move(list.values);
                field.valueLabels = std::move(list.labels);
                appendTo(field.note, list.rest);
            } else {
                appendTo(field.note, text);
            }
        }
        if (field.values.empty()) {
            ValueList list = valueListIn(field.note);
            field.values = std::move(list.values);
            field.valueLabels = std::move(list.labels);
        }
    }

    /// A row without a name goes on with the one above.
    void continued(const SpecificationField &more, const std::string &valuesText, const std::string &either,
                   const std::string &place)
    {
        if (!m_last) {
            std::string text = more.note;
            for (const std::string *part : {&valuesText, &either, &more.type, &more.example})
                appendTo(text, *part);
            m_context.report().notUnderstood("no_name", place, shortened(text),
                                             ImportText::tr("The row names no field."));
            return;
        }
        ValueList list = valueListFrom(valuesText.empty() ? either : valuesText);
        for (std::size_t i = 0; i < list.values.size(); ++i) {
            if (!list.labels.empty())
                m_last->valueLabels.resize(m_last->values.size());
            m_last->values.push_back(list.values[i]);
            if (!list.labels.empty())
                m_last->valueLabels.push_back(list.labels[i]);
        }
        if (!m_last->valueLabels.empty())
            m_last->valueLabels.resize(m_last->values.size());
        if (list.values.empty())
            appendTo(m_last->note, valuesText.empty() ? either : valuesText);
        appendTo(m_last->note, more.note);
        appendTo(m_last->type, more.type, ", ");
        appendTo(m_last->example, more.example, ", ");
        appendTo(m_last->maxLength, more.maxLength, ", ");
        appendTo(m_last->defaultValue, more.defaultValue, ", ");
    }

    ImportContext &m_context;
    std::vector<ColumnRole> m_roles;
    std::vector<std::string> m_headers;
    std::optional<StepKind> m_step;
    SpecificationField *m_last = nullptr;
};

} // namespace

int tableLikeness(std::string_view text)
{
    // enough to tell
    return bestWay(text.substr(0, std::min<std::size_t>(text.size(), 64u << 10))).score;
}

Result<void> readTable(std::string_view text, ImportContext &context)
{
    const TableWay way = bestWay(trimmed(text));
    if (way.score == 0)
        return Error{"not_recognised",
                     {},
                     "a header and rows",
                     ImportText::tr("The text does not fall into the columns of a table.").toStdString()};
    Fields(context).read(way);
    if (context.result.specification.empty() && !context.tooMany)
        return Error{"no_request",
                     {},
                     "at least one field",
                     ImportText::tr("The table names no field.").toStdString()};
    return {};
}

} // namespace bourse::workbench
