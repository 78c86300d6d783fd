#pragma once
// The mapping table as it is seen and used by hand: sections as bands, the selected row with its transforms
// open below it, every edit on a key.
#include "gui/integrations/mappingmodel.h"
#include "gui/widgets/tableview.h"

namespace bourse::gui {

class TransformStrip;

class MappingView final : public TableView {
    Q_OBJECT
  public:
    explicit MappingView(MappingModel *model, QWidget *parent = nullptr);
    TransformStrip *strip() const { return m_strip; }
    MappingModel *mappingModel() const { return m_model; }
    /// Path of the current row; empty for a section or none.
    QString currentPath() const;
    void setCurrentPath(const QString &path);
    /// The row's line without its transforms, within the viewport; empty out of sight.
    QRect lineRect(int row) const;
    /// Height of a row's line in pixels.
    static int lineHeight();

  Q_SIGNALS:
    void selected(const QString &path);
    void sourceEditRequested(int row, const QString &typed);
    void transformAddRequested(int row);
    void transformEditRequested(int row, int transform);
    void transformMoveRequested(int row, int transform, int by);
    void transformRemoveRequested(int row, int transform);
    void insertRequested(int row);
    void removeRequested(int row);
    void moveRequested(int row, int by);
    void menuRequested(int row, const QPoint &globalPosition);
    void placesChanged(); ///< rows moved or were scrolled

  protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

  private:
    void layOut();
    void handleChanged();
    /// The row that is open: current, selected, and no section; −1 for none.
    int currentLine() const;
    void placeStrip();
    void reveal(int row);
    void fitColumns();
    void toggleSection(int row);
    MappingModel *m_model;
    TransformStrip *m_strip;
    QString m_path; ///< of the current row, as last told
    bool m_layingOut = false;
};

} // namespace bourse::gui
