#include "domain/market/postinginstructions.h"
#include "domain/json/json.h"
#include <algorithm>
#include <array>

namespace bourse::domain {

namespace {

using Row = std::vector<std::string>;

/// Headings, paragraphs, tables and code in one of two languages. `Text` may hold `code` in backquotes.
class Page {
  public:
    virtual ~Page() = default;
    virtual void title(std::string_view text) = 0;
    virtual void heading(std::string_view text) = 0;
    virtual void paragraph(std::string_view text) = 0;
    virtual void table(const Row &head, const std::vector<Row> &rows) = 0;
    virtual void code(std::string_view text) = 0;
    virtual std::string finish() = 0;
};

class MarkdownPage final : public Page {
  public:
    void title(std::string_view text) override { m_out += "# " + line(text) + "\n"; }
    void heading(std::string_view text) override { m_out += "\n## " + line(text) + "\n"; }
    void paragraph(std::string_view text) override { m_out += "\n" + line(text) + "\n"; }

    void table(const Row &head, const std::vector<Row> &rows) override
    {
        m_out += '\n';
        row(head);
        m_out += '|';
        for (std::size_t i = 0; i < head.size(); ++i)
            m_out += " --- |";
        m_out += '\n';
        for (const Row &one : rows)
            row(one);
    }

    void code(std::string_view text) override
    {
        // a fence longer than any in the text
        std::string fence = "```";
        while (text.find(fence) != std::string_view::npos)
            fence += '`';
        m_out += '\n' + fence + '\n' + std::string(text) + (text.ends_with('\n') ? "" : "\n") + fence + '\n';
    }

    std::string finish() override { return std::move(m_out); }

  private:
    /// On one line, with what a label might bring made harmless.
    static std::string line(std::string_view text)
    {
        std::string out;
        bool code = false;
        for (char c : text) {
            code = c == '`' ? !code : code;
            if (c == '\n' || c == '\r')
                out += ' ';
            else if (!code && (c == '<' || c == '|' || c == '*' || c == '[' || c == ']'))
                (out += '\\') += c;
            else
                out += c;
        }
        return out;
    }

    void row(const Row &cells)
    {
        m_out += '|';
        for (const std::string &cell : cells) {
            std::string text = line(cell);
            // a table ends a cell even within code
            for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
                if (at == 0 || text[at - 1] != '\\')
                    text.insert(at, 1, '\\');
            m_out += ' ' + text + " |";
        }
        m_out += '\n';
    }

    std::string m_out;
};

class HtmlPage final : public Page {
  public:
    void title(std::string_view text) override
    {
        m_out =
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width\">\n<title>" +
            escaped(text) +
            "</title>\n<style>\nbody{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 "
            "1rem}\n"
            "table{border-collapse:collapse;width:100%}\nth,td{border:1px solid #bbb;padding:.35rem "
            ".6rem;text-align:left;vertical-align:top}\npre{background:#f4f4f4;padding:1rem;overflow:auto}\n"
            "</style>\n</head>\n<body>\n<h1>" +
            escaped(text) + "</h1>\n";
    }
    void heading(std::string_view text) override { m_out += "<h2>" + escaped(text) + "</h2>\n"; }
    void paragraph(std::string_view text) override { m_out += "<p>" + spans(text) + "</p>\n"; }

    void table(const Row &head, const std::vector<Row> &rows) override
    {
        m_out += "<table>\n<thead><tr>";
        for (const std::string &cell : head)
            m_out += "<th scope=\"col\">" + escaped(cell) + "</th>";
        m_out += "</tr></thead>\n<tbody>\n";
        for (const Row &row : rows) {
            m_out += "<tr>";
            for (const std::string &cell : row)
                m_out += "<td>" + spans(cell) + "</td>";
            m_out += "</tr>\n";
        }
        m_out += "</tbody>\n</table>\n";
    }

    void code(std::string_view text) override { m_out += "<pre><code>" + escaped(text) + "</code></pre>\n"; }

    std::string finish() override { return std::move(m_out) + "</body>\n</html>\n"; }

  private:
    static std::string escaped(std::string_view text)
    {
        std::string out;
        for (char c : text) {
            switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
            }
        }
        return out;
    }

    static std::string spans(std::string_view text)
    {
        std::string out;
        bool code = false;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t mark = std::min(text.find('`', at), text.size());
            const std::string part = escaped(text.substr(at, mark - at));
            out += code ? "<code>" + part + "</code>" : part;
            code = mark < text.size() ? !code : code;
            at = mark + 1;
        }
        return out;
    }

    std::string m_out;
};

/// In backquotes; a backquote of the text itself would end them.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '`', '\'');
    return '`' + text + '`';
}

std::string typeWords(const FieldSpec &field)
{
    switch (field.type) {
    case FieldType::Text:
        return "text, at most " + std::to_string(field.maxLength) + " bytes";
    case FieldType::Integer:
        return "whole number";
    case FieldType::Decimal:
        return "decimal number";
    case FieldType::Money:
        return "amount, like `185.00`";
    case FieldType::Boolean:
        return "yes or no: `true`, `false`, `yes`, `no`, `1`, `0`";
    case FieldType::Date:
        return "date, like `2026-05-02` or `05/02/2026`";
    case FieldType::DateTime:
        return "time, like `2026-05-12T14:30:00Z`";
    case FieldType::Enum:
        return "one of";
    case FieldType::Email:
        return "e-mail address";
    case FieldType::Phone:
        return "telephone number, like `(512) 555-0142` or `+15125550142`";
    case FieldType::State:
        return "state or province, like `TX`";
    case FieldType::PostalCode:
        return "ZIP or postal code";
    case FieldType::Country:
        return "country, like `US`";
    case FieldType::IpAddress:
        return "internet address, version 4 or 6";
    case FieldType::Url:
        return "complete web address";
    case FieldType::Uuid:
        return "UUID";
    case FieldType::Certificate:
        return "TrustedForm certificate URL or Jornaya LeadiD";
    case FieldType::Group:
        return "group of fields";
    case FieldType::List:
        return "list";
    }
    return "text";
}

std::string holds(const FieldSpec &field)
{
    std::string text = typeWords(field);
    if (field.type == FieldType::Enum) {
        std::string choices;
        for (const EnumChoice &choice : field.choices) {
            choices += (choices.empty() ? " " : ", ") + quoted(choice.value);
            if (choice.label != choice.value)
                choices += " (" + choice.label + ")";
        }
        return text + choices;
    }
    if (field.minimum && field.maximum)
        text += ", " + *field.minimum + " to " + *field.maximum;
    else if (field.minimum)
        text += ", at least " + *field.minimum;
    else if (field.maximum)
        text += ", at most " + *field.maximum;
    return text;
}

void fieldRows(const std::vector<FieldSpec> &fields, const std::string &prefix, std::vector<Row> &rows)
{
    for (const FieldSpec &field : fields) {
        const std::string path = prefix + field.key;
        std::string note = field.label;
        if (field.pii)
            note += "; personal, not in a ping";
        const auto word = [](bool required) {
            return required ? "required" : "optional";
        };
        rows.push_back({quoted(path), note, holds(field), field.pii ? "no" : word(field.requiredOnPing),
                        word(field.requiredOnPost)});
        if (field.type == FieldType::Group)
            fieldRows(field.fields, path + '.', rows);
        else if (field.type == FieldType::List && !field.fields.empty()) {
            if (field.fields.front().type == FieldType::Group)
                fieldRows(field.fields.front().fields, path + "[].", rows);
            else
                rows.back()[2] += " of: " + holds(field.fields.front());
        }
    }
}

Value exampleOf(const FieldSpec &field);

Object examples(const std::vector<FieldSpec> &fields)
{
    Object object;
    for (const FieldSpec &field : fields) {
        Value value = exampleOf(field);
        if (!value.isNull())
            object.append(field.key, std::move(value));
    }
    return object;
}

Value exampleOf(const FieldSpec &field)
{
    if (field.type == FieldType::Group)
        return examples(field.fields);
    if (field.type == FieldType::List)
        return field.fields.empty() ? Value() : Value(Array{exampleOf(field.fields.front())});
    if (!field.example.empty())
        return field.example;
    return field.type == FieldType::Enum && !field.choices.empty() ? Value(field.choices.front().value)
                                                                   : Value();
}

std::string requestText(const std::string &url, std::string_view route, const Object &body)
{
    const std::string text = writeJsonPretty(Value(body));
    const std::size_t scheme = url.find("://");
    const std::string rest = scheme == std::string::npos ? url : url.substr(scheme + 3);
    const std::size_t slash = rest.find('/');
    const std::string host = rest.substr(0, slash);
    const std::string path =
        (slash == std::string::npos ? std::string() : rest.substr(slash)) + std::string(route);
    return "POST " + path + " HTTP/1.1\nHost: " + host +
           "\nAuthorization: Bearer YOUR_KEY\nContent-Type: application/json\nAccept: application/json\n"
           "Idempotency-Key: \"a-name-of-your-own-for-this-lead\"\n\n" +
           text;
}

} // namespace

Object withoutPersonal(const std::vector<FieldSpec> &fields, const Object &lead)
{
    Object kept;
    for (const FieldSpec &field : fields) {
        const Value *value = lead.find(field.key);
        if (!value || field.pii)
            continue;
        const bool ofGroups = field.type == FieldType::List && !field.fields.empty() &&
                              field.fields.front().type == FieldType::Group;
        if (field.type == FieldType::Group && value->isObject()) {
            kept.append(field.key, withoutPersonal(field.fields, *value->asObject()));
        } else if (ofGroups && value->isArray()) {
            Array items;
            for (const Value &item : *value->asArray())
                if (const Object *object = item.asObject())
                    items.emplace_back(withoutPersonal(field.fields.front().fields, *object));
            kept.append(field.key, std::move(items));
        } else {
            kept.append(field.key, *value);
        }
    }
    return kept;
}

std::string postingInstructions(const Source &source, const FieldSchema &vertical,
                                const InstructionOptions &options)
{
    MarkdownPage markdown;
    HtmlPage html;
    Page &page = options.format == InstructionFormat::Html ? static_cast<Page &>(html) : markdown;
    const std::string name = source.label.empty() ? source.slug : source.label;
    page.title("Posting instructions: " + name + ", " + vertical.label);
    page.paragraph(
        "Leads of the vertical " + vertical.label + ", version " + std::to_string(vertical.version) +
        " of its fields. Later versions may add optional fields; what is described here stays valid.");
    if (!source.enabled)
        page.paragraph("This source is switched off at present: leads are refused.");
    if (source.testMode)
        page.paragraph("This source is in test mode: leads are checked and answered, and never sold.");

    page.heading("Address and key");
    page.table(
        {"What", "Value"},
        {{"One call (checked, offered and sold)", quoted("POST " + options.url + "/v1/leads")},
         {"Ping (prices, without personal fields)", quoted("POST " + options.url + "/v1/ping")},
         {"Post (the lead that a ping announced)", quoted("POST " + options.url + "/v1/post")},
         {"What became of a lead", quoted("GET " + options.url + "/v1/leads/LEAD_ID")},
         {"Key", "header " + quoted("Authorization: Bearer YOUR_KEY") + "; the key is given to you once"},
         {"Encodings", "JSON, form (" + quoted("application/x-www-form-urlencoded") +
                           "), XML, or the query; "
                           "lists and groups need JSON or XML"},
         {"Answer",
          "JSON, or XML with " + quoted("Accept: application/xml") + " or " + quoted("format=xml")}});
    page.paragraph(
        "Send a header `Idempotency-Key` with a name of your own for each lead, at most 255 characters. "
        "The same key with the same body is answered as the first time for 24 hours, whatever happened in "
        "between; so it is safe to send again when no answer came.");
    if (source.repeatWindowSeconds > 0)
        page.paragraph("The same fields again within " + std::to_string(source.repeatWindowSeconds) +
                       " seconds are a duplicate, also without a key.");
    page.paragraph(
        "Add `test=1` to try it out: a test lead is checked and answered, never sold and never counted.");

    page.heading("Fields");
    page.paragraph(
        "Names are exact; the order does not matter. Empty values count as absent. A field that is not in "
        "this list is kept as text. Choices may also be given by their name in brackets, whatever the case.");
    std::vector<Row> rows;
    fieldRows(vertical.fields, {}, rows);
    page.table({"Field", "Meaning", "Holds", "Ping", "Post"}, rows);

    Object sample = options.sample.empty() ? examples(vertical.fields) : options.sample;
    page.heading("A ping");
    page.code(requestText(options.url, "/v1/ping", withoutPersonal(vertical.fields, sample)));
    page.heading("A lead in one call");
    page.code(requestText(options.url, "/v1/leads", sample));
    if (!options.sampleAnswer.empty()) {
        page.heading("The answer");
        page.paragraph(
            "Status 200 with the outcome; 202 where it is not known yet, with `status_url` to ask at.");
        page.code(options.sampleAnswer);
    }

    page.heading("Errors");
    page.table(
        {"Status", "Meaning", "What to do"},
        {{"400", "The body cannot be read.", "Correct the encoding."},
         {"401, 403", "The key is missing, unknown, or not for this.", "Check the key."},
         {"409", "A request with this idempotency key is still running.",
          "Send it again after `Retry-After`."},
         {"422",
          "Fields are missing or wrong, or the key came with another body; `errors` lists each with `field`, "
          "`code` and `message`.",
          "Correct the lead."},
         {"429", "Too many requests.", "Send it again after `Retry-After`."},
         {"503", "Nothing was taken.", "Send it again after `Retry-After`, with the same idempotency key."}});
    return page.finish();
}

} // namespace bourse::domain
