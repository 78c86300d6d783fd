#pragma once
// A document looked at without compiling it: its rows with their paths, and what they refer to. Works on
// documents that do not compile, too.
#include "domain/integration/integration.h"
#include <string>
#include <vector>

namespace bourse::domain {

/// Where a step stands in a document.
struct StepPlace {
    StepId step;
    std::string path;             ///< "steps.lookup", "steps.lookup.then[0]"
    const Value *value = nullptr; ///< in the document, which must outlive it
};
/// The step of that kind, and of look-ups those that follow it; none where there is none.
std::vector<StepPlace> placesOf(const Value &document, StepKind step);

/// What a part of a document refers to, each name once, in order.
struct References {
    std::vector<std::string> fields; ///< of the lead, dotted: "contact.email", "drivers.name"
    std::vector<std::string> carried;
    std::vector<std::string> variables;
    std::vector<std::string> secrets;
    std::vector<std::string> values; ///< named ones; what they read is among the others, too, where the
                                     ///< document is known
};

struct DocumentRow {
    enum class Place { Query, Header, Body } place = Place::Body;
    std::string path;       ///< "steps.ping.body.rows[3]"
    std::string target;     ///< the row's own
    std::string fullTarget; ///< with those of the groups around it
    const Value *row = nullptr;
    bool isGroup = false;  ///< has rows of its own, which are listed after it
    References references; ///< of its value; conditions are not among them, nor rows within it
};
/// The rows of a step in document order, those of bodies within rows and of groups included; the document
/// must outlive them. At most 10,000.
std::vector<DocumentRow> rowsOf(const Value &document, StepKind step);

/// A text with {{…}} places: URL, path, template of a body.
struct DocumentText {
    std::string path;
    const std::string *text = nullptr;
    References references;
};
/// The step's URL or path, and its text bodies.
std::vector<DocumentText> textsOf(const Value &document, StepKind step);

/// What the value refers to, conditions and rows within it left out.
References referencesIn(const Value &value);
/// As above for a template's text.
References referencesInText(std::string_view text);

/// The member at "steps.ping.body.rows[3]"; nullptr if there is none.
const Value *memberAt(const Value &document, std::string_view path);

} // namespace bourse::domain
