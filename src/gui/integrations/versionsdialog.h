#pragma once
// The published versions of an integration, newest first: what each changed, in sentences, and what restoring
// it would do to the draft.
#include "base/result.h"
#include "market/integrations.h"
#include <QAbstractTableModel>
#include <QDialog>
#include <QFuture>
#include <QTimeZone>
#include <functional>
#include <map>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace bourse::gui {

class EmptyState;
class SegmentedControl;
class TableView;

class VersionModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Version, When, Who, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setVersions(QVector<market::IntegrationVersion> versions, const QTimeZone &zone);
    const market::IntegrationVersion *version(int row) const;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QVector<market::IntegrationVersion> m_versions;
    QTimeZone m_zone = QTimeZone::utc();
};

/// Where versions come from.
struct VersionSource {
    std::function<QFuture<Result<QVector<market::IntegrationVersion>>>()> versions;
    std::function<QFuture<Result<domain::Value>>(qint64 version)> version;
    QTimeZone zone = QTimeZone::utc();
};

class VersionsDialog final : public QDialog {
    Q_OBJECT
  public:
    /// `draft` is what the editor has now.
    VersionsDialog(VersionSource source, domain::Value draft, QWidget *parent = nullptr);
    /// After accept(): the document to restore and its version.
    const domain::Value &document() const { return m_restored; }
    qint64 version() const { return m_version; }

  public Q_SLOTS:
    void accept() override;

  private:
    void load();
    void showCurrent();
    void showDifference();
    /// The document of a version, when it has been read; asks for it else.
    const domain::Value *document(qint64 version);
    VersionSource m_source;
    domain::Value m_draft;
    domain::Value m_restored;
    qint64 m_version = 0;
    std::map<qint64, domain::Value> m_documents;
    std::map<qint64, QString> m_failures;
    VersionModel *m_model;
    TableView *m_view;
    SegmentedControl *m_against;
    QListWidget *m_sentences;
    QLabel *m_heading;
    QLabel *m_note;
    QStackedWidget *m_stack;
    EmptyState *m_none;
    QPushButton *m_restore;
};

} // namespace bourse::gui
