package org.jftrace.cli.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.cli.compare.Comparison.Measure;
import org.jftrace.cli.compare.route.Workload;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** What each route costs more than no tracing, in the trigger benchmark, as an SVG file. */
final class BarChart {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 560;

    private BarChart() {}

    static void write(Comparison comparison, Path file) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("What a traced call costs more than an untraced one (trigger)")
                .yAxisTitle("more than untraced")
                .build();
        chart.getStyler().setXAxisLabelRotation(60).setLegendPosition(LegendPosition.InsideNW);
        add(chart, comparison, Measure.INSTRUCTIONS, "guest instructions");
        add(chart, comparison, Measure.NANOS, "host nanoseconds");
        try (OutputStream out = Files.newOutputStream(file)) {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        }
    }

    private static void add(CategoryChart chart, Comparison comparison, Measure measure, String name) {
        List<String> routes = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Row row : comparison.rows(Workload.TRIGGER)) {
            String route = row.route().name();
            comparison.overhead(measure, Workload.TRIGGER, route).ifPresent(value -> {
                routes.add(route);
                values.add(value);
            });
        }
        if (!routes.isEmpty()) {
            chart.addSeries(name, routes, values);
        }
    }
}
