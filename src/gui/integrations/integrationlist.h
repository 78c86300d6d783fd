#pragma once
// The list tab: every integration with its steps, version, draft and where it is used.
#include "gui/widgets/cell.h"
#include "market/integrations.h"
#include <QAbstractTableModel>
#include <QTimeZone>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace bourse::gui {

class EmptyState;
class TableView;

class IntegrationListModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Steps, Version, Draft, UsedBy, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setHeads(QVector<market::IntegrationHead> heads);
    void setZone(const QTimeZone &zone);
    /// Name, slug and use are searched.
    void setNeedle(const QString &needle);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const market::IntegrationHead *head(int row) const;
    int all() const { return static_cast<int>(m_heads.size()); }

  private:
    void filter();
    QVector<market::IntegrationHead> m_heads;
    QVector<int> m_shown;
    QString m_needle;
    QTimeZone m_zone = QTimeZone::utc();
};

class IntegrationList final : public QWidget {
    Q_OBJECT
  public:
    explicit IntegrationList(QWidget *parent = nullptr);
    void setHeads(QVector<market::IntegrationHead> heads);
    void showLoading();
    void showFailure(const QString &sentence);
    void setZone(const QTimeZone &zone) { m_model->setZone(zone); }
    IntegrationListModel *model() const { return m_model; }
    TableView *table() const { return m_table; }
    QLineEdit *searchField() const { return m_search; }
    /// Slug of the selected integration; empty for none.
    QString currentSlug() const;
    /// Puts the focus on what the present state offers: the table, or the one button.
    void focusContent();

  Q_SIGNALS:
    void openRequested(const QString &slug);
    void newRequested();
    void duplicateRequested(const QString &slug);
    void importRequested();
    void exportRequested(const QString &slug);
    void templatesRequested();
    void discardRequested(const QString &slug);
    void retryRequested();

  private:
    void showState();
    /// Shows the state; the focus goes along if it was on what is hidden now.
    void turnTo(QWidget *state);
    void refreshButtons();
    void openMenu(const QPoint &position);
    IntegrationListModel *m_model;
    QLineEdit *m_search;
    QPushButton *m_duplicate;
    QPushButton *m_export;
    QStackedWidget *m_states;
    TableView *m_table;
    QWidget *m_loading;
    QWidget *m_empty;
    EmptyState *m_nothing;
    EmptyState *m_failed;
};

} // namespace bourse::gui
