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

package com.chatbotkit.springai.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was measured on one version of Java.
 */
final class Results {

	private static final String HEADER = "scenario,contender,round,metric,value";

	private final List<Row> rows = new ArrayList<>();

	static Results read(Path file) throws IOException {
		Results results = new Results();
		for (String line : Files.readAllLines(file)) {
			if (!line.equals(HEADER)) {
				String[] cells = line.split(",", -1);
				results.rows.add(new Row(Comparison.valueOf(cells[0]), cells[1], Integer.parseInt(cells[2]), cells[3],
						Double.parseDouble(cells[4])));
			}
		}
		return results;
	}

	void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add(HEADER);
		this.rows.forEach((row) -> lines.add(row.comparison() + "," + row.contender() + "," + row.round() + ","
				+ row.metric() + "," + Measured.format(row.value())));
		Files.write(file, lines);
	}

	void forget(Comparison comparison) {
		this.rows.removeIf((row) -> row.comparison() == comparison);
	}

	void add(Comparison comparison, String contender, int round, Measured measured) {
		measured.values()
			.forEach((metric, value) -> this.rows.add(new Row(comparison, contender, round, metric, value)));
	}

	Set<String> metrics(Comparison comparison) {
		Set<String> metrics = new LinkedHashSet<>();
		this.rows.stream().filter((row) -> row.comparison() == comparison).forEach((row) -> metrics.add(row.metric()));
		return metrics;
	}

	/**
	 * Returns what was measured of one contender.
	 */
	Figures figures(Comparison comparison, String contender, String metric) {
		return new Figures(this.rows.stream()
			.filter((row) -> row.comparison() == comparison && row.contender().equals(contender)
					&& row.metric().equals(metric))
			.collect(Collectors.toMap(Row::round, Row::value)));
	}

	/**
	 * One value.
	 *
	 * @param comparison the scenario
	 * @param contender who was measured
	 * @param round in which turn of all rounds
	 * @param metric what was measured
	 * @param value the value
	 */
	private record Row(Comparison comparison, String contender, int round, String metric, double value) {

	}

}
