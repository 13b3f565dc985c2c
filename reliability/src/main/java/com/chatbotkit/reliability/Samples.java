/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a file of a {@link Sampler} or a {@link SoakNetwork} has in one column.
 *
 * @param seconds when
 * @param values what
 */
record Samples(double[] seconds, double[] values) {

	static Samples read(Path file, String column) throws IOException {
		List<String> lines = Files.readAllLines(file);
		int index = Arrays.asList(lines.get(0).split(",")).indexOf(column);
		List<String[]> rows = lines.subList(1, lines.size())
			.stream()
			.map((line) -> line.split(","))
			.filter((cells) -> cells.length > index)
			.toList();
		return new Samples(rows.stream().mapToDouble((cells) -> Double.parseDouble(cells[0])).toArray(),
				rows.stream().mapToDouble((cells) -> Double.parseDouble(cells[index])).toArray());
	}

	/**
	 * Without the time in which classes are loaded and code is compiled, and without the
	 * end.
	 */
	Samples between(double from, double to) {
		int[] kept = IntStream.range(0, this.seconds.length)
			.filter((i) -> this.seconds[i] >= from && this.seconds[i] <= to)
			.toArray();
		return new Samples(Arrays.stream(kept).mapToDouble((i) -> this.seconds[i]).toArray(),
				Arrays.stream(kept).mapToDouble((i) -> this.values[i]).toArray());
	}

	/**
	 * The median of each minute: neighbouring samples see the same exchanges, and are no
	 * independent points of a line.
	 */
	Samples minutes() {
		TreeMap<Integer, List<Integer>> minutes = new TreeMap<>();
		IntStream.range(0, this.seconds.length)
			.forEach((i) -> minutes.computeIfAbsent((int) (this.seconds[i] / 60), (key) -> new ArrayList<>()).add(i));
		double[] medians = minutes.values()
			.stream()
			.mapToDouble((minute) -> median(minute.stream().mapToDouble((i) -> this.values[i]).toArray()))
			.toArray();
		return new Samples(minutes.keySet().stream().mapToDouble((minute) -> minute * 60 + 30).toArray(), medians);
	}

	double median() {
		return median(this.values);
	}

	private static double median(double[] values) {
		double[] sorted = Arrays.stream(values).sorted().toArray();
		return (sorted.length == 0) ? Double.NaN : sorted[sorted.length / 2];
	}

	double most() {
		return Arrays.stream(this.values).max().orElse(0);
	}

	/**
	 * The line through the values, by least squares: its slope in an hour and the
	 * standard error of that.
	 */
	Slope slope() {
		int count = this.values.length;
		double meanX = Arrays.stream(this.seconds).average().orElse(0);
		double meanY = Arrays.stream(this.values).average().orElse(0);
		double xx = 0;
		double xy = 0;
		for (int i = 0; i < count; i++) {
			xx += (this.seconds[i] - meanX) * (this.seconds[i] - meanX);
			xy += (this.seconds[i] - meanX) * (this.values[i] - meanY);
		}
		double slope = xy / xx;
		double rest = 0;
		for (int i = 0; i < count; i++) {
			double off = this.values[i] - meanY - slope * (this.seconds[i] - meanX);
			rest += off * off;
		}
		double error = Math.sqrt(rest / (count - 2) / xx);
		return new Slope(slope * 3600, error * 3600);
	}

	/**
	 * A slope in an hour.
	 */
	record Slope(double value, double error) {

		/** Whether it is no more than noise: zero lies within two standard errors. */
		boolean isFlat() {
			return Math.abs(this.value) <= 2 * this.error;
		}

	}

}
