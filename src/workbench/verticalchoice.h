#pragma once
// Which vertical's leads an integration is edited with: what the document says it is made for, what uses it,
// or what knows most of its fields.
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <QVector>

namespace bourse::workbench {

class IntegrationDocument;

/// A vertical that can be worked with, or that the document names although the workspace has it not.
struct VerticalChoice {
    QString slug;
    QString label;        ///< for people; the slug where none is known
    bool isNamed = false; ///< the document says that it is made for it
    bool isHere = true;   ///< the workspace has its schema
    bool operator==(const VerticalChoice &) const = default;
};

/// Slugs of "verticals", in the document's order; what is no text is left out.
QStringList namedVerticals(const domain::Value &document);
/// Those that the document names, in its order, then the workspace's others in theirs.
QVector<VerticalChoice> verticalChoices(const domain::Value &document,
                                        const QVector<domain::FieldSchema> &verticals);
/// The slug to open with: the first that the document names and the workspace has; else `used`, the vertical
/// whose leads reach the integration, if it is there; else the one that knows most of the fields that the
/// document names. "" where the workspace has none.
QString firstVertical(const domain::Value &document, const QVector<domain::FieldSchema> &verticals,
                      const QString &used);

class VerticalEdits {
    Q_DECLARE_TR_FUNCTIONS(VerticalEdits)
  public:
    /// Says in the document that it is made, or not made, for this vertical; one step of undo. The last one
    /// takes the key with it: then any vertical will do. An equal state is no change.
    static bool setMadeFor(IntegrationDocument &document, const QString &slug, const QString &label,
                           bool made);
};

} // namespace bourse::workbench
