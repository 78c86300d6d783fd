#pragma once
// The integrations that come with the program, to begin from: found by name, format or way to prove who one
// is.
#include "domain/integration/builtin.h"
#include "gui/widgets/cell.h"
#include <QAbstractTableModel>
#include <QDialog>
#include <QVector>

class QLabel;
class QLineEdit;
class QPushButton;

namespace bourse::gui {

class TableView;

class TemplateModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Steps, Formats, Authentication, ColumnCount };
    /// `templates` outlive the model.
    explicit TemplateModel(const std::vector<domain::BuiltInIntegration> *templates, QObject *parent = nullptr);
    /// Words that must all be there, in any order, in name, note, steps, formats or authentication.
    void setNeedle(const QString &needle);
    const domain::BuiltInIntegration *entry(int row) const;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    static QString stepsOf(const domain::BuiltInIntegration &entry);
    const std::vector<domain::BuiltInIntegration> *m_templates;
    QVector<QString> m_words; ///< of each, lower case
    QVector<int> m_shown;
};

class TemplateGallery final : public QDialog {
    Q_OBJECT
  public:
    /// `templates` outlive the dialog; usually domain::builtInIntegrations().
    explicit TemplateGallery(const std::vector<domain::BuiltInIntegration> &templates, QWidget *parent = nullptr);
    /// The chosen one's, after accept().
    domain::Value document() const;

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void filter(const QString &needle);
    void showCurrent();
    TemplateModel *m_model;
    TableView *m_view;
    QLineEdit *m_search;
    QLabel *m_title;
    QLabel *m_note;
    QLabel *m_count;
    QPushButton *m_accept;
};

} // namespace bourse::gui
