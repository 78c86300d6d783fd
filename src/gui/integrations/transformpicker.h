#pragma once
// Every transform by a few letters of its name, each with an example.
#include "domain/json/value.h"
#include "gui/integrations/editorpopup.h"

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace bourse::gui {

class TransformPicker final : public EditorPopup {
    Q_OBJECT
  public:
    explicit TransformPicker(QWidget *parent);
    /// `rowName` heads it.
    void pick(const QString &rowName, const QRect &anchor);

  Q_SIGNALS:
    /// The word of "do".
    void picked(const QString &name);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void refresh(const QString &needle);
    void choose();
    QLabel *m_title;
    QLineEdit *m_field;
    QListView *m_list;
    QStandardItemModel *m_model;
};

} // namespace bourse::gui
