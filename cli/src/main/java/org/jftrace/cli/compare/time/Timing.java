package org.jftrace.cli.compare.time;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What something took, from several samples.
 *
 * @param nanos their mean
 * @param error half of the confidence interval of 99.9 %, as JMH prints it; NaN for a single sample
 */
public record Timing(double nanos, double error) {
    private static final double CONFIDENCE = 0.999;

    static Timing of(List<Double> samples) {
        SummaryStatistics statistics = new SummaryStatistics();
        samples.forEach(statistics::addValue);
        int n = samples.size();
        double error = n < 2
                ? Double.NaN
                : new TDistribution(n - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2)
                        * statistics.getStandardDeviation()
                        / Math.sqrt(n);
        return new Timing(statistics.getMean(), error);
    }
}
