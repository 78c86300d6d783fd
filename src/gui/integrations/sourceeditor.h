#pragma once
// Where a row's value comes from: the kind is chosen explicitly, then the value of that kind. What is typed
// never becomes a constant by itself.
#include "gui/integrations/editorpopup.h"
#include "workbench/mappingrow.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStandardItemModel;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class LeadFieldModel;

class SourceEditor final : public EditorPopup {
    Q_OBJECT
  public:
    /// Neither is owned; both outlive the editor.
    SourceEditor(workbench::EditorState *state, LeadFieldModel *fields, QWidget *parent);
    /// For a mapping row. `typed` stands in the field already.
    void editRow(const workbench::DocumentPath &row, const QString &typed, const QRect &anchor);
    /// For a text of the document that is no row: the address, the path, a text body.
    void editText(const workbench::DocumentPath &text, const QString &name, const QStringList &choices,
                  const QRect &anchor);
    workbench::SourceKind kind() const { return m_kind; }
    void setKind(workbench::SourceKind kind);

  Q_SIGNALS:
    void applied();
    /// The row takes pairs now: how they are written is what comes next.
    void pairsMade(const QString &row);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void refreshOffers();
    void apply();
    void applyOffer(const QModelIndex &index);
    void say(const QString &text);
    bool isFree() const; ///< kinds that take any text
    workbench::EditorState *m_state;
    LeadFieldModel *m_fields;
    workbench::DocumentPath m_path;
    bool m_isRow = true;
    workbench::SourceKind m_kind = workbench::SourceKind::Field;
    QStringList m_choices;
    QWidget *m_kinds;
    QVector<QPushButton *> m_kindButtons;
    QLabel *m_caption;
    QLineEdit *m_field;
    QLabel *m_note;
    QListView *m_list;
    QStandardItemModel *m_offers;
};

} // namespace bourse::gui
