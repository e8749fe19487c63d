package org.jftrace.cli.compare;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jftrace.cli.compare.Comparison.Measure;
import org.jftrace.cli.compare.route.Routes;
import org.jftrace.cli.compare.route.Workload;

/** What each route costs more than no tracing, in the trigger benchmark, as an SVG file. */
final class BarChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 620;
    private static final int MARGIN = 8;
    private static final String TITLE = "One traced call, more than an untraced one";

    private BarChart() {}

    /** Draws a column of bars for each measure that was taken. */
    static void write(Comparison comparison, Path file) throws IOException {
        CombinedDomainCategoryPlot plot = new CombinedDomainCategoryPlot(new CategoryAxis());
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        add(plot, comparison, Measure.INSTRUCTIONS, "guest instructions");
        add(plot, comparison, Measure.NANOS, "host nanoseconds");
        JFreeChart chart = new JFreeChart(TITLE, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(MARGIN, MARGIN, MARGIN, 3 * MARGIN)); // the last number is half outside
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        try (OutputStream out = Files.newOutputStream(file)) {
            Processors.get("svg")
                    .getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT))
                    .writeTo(out);
        }
    }

    private static void add(CombinedDomainCategoryPlot plot, Comparison comparison, Measure measure, String name) {
        DefaultCategoryDataset values = new DefaultCategoryDataset();
        for (Row row : comparison.rows(Workload.TRIGGER)) {
            String route = row.route().name();
            comparison
                    .overhead(measure, Workload.TRIGGER, route)
                    .ifPresent(value -> values.addValue(value, name, route));
        }
        if (values.getRowCount() > 0) {
            values.removeColumn(Routes.UNTRACED.name());
            BarRenderer bars = new BarRenderer();
            bars.setBarPainter(new StandardBarPainter());
            bars.setShadowVisible(false);
            bars.setSeriesPaint(0, new Color(0x33, 0x66, 0x99));
            plot.add(new CategoryPlot(values, null, new NumberAxis(name), bars));
        }
    }
}
