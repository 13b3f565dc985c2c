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

import java.util.List;
import java.util.Locale;

/**
 * Draws the figures that matter most as bars, one panel for each.
 */
final class Plot {

	private static final int WIDTH = 860;

	private static final int LABEL = 210;

	private static final int VALUE = 90;

	private static final int BAR = 20;

	private static final int STEP = 26;

	private static final int TITLE = 44;

	private static final List<Panel> PANELS = List.of(
			new Panel(Comparison.STREAM, "chunks_per_s", "Stream of 2,000 chunks: chunks a second (more is better)"),
			new Panel(Comparison.STREAM, "bytes_per_chunk", "Stream: bytes allocated a chunk (less is better)"),
			new Panel(Comparison.STREAMS_500, "wall_s", "500 streams of 2 s at once: seconds (less is better)"),
			new Panel(Comparison.DELAY, "first_us_p50", "First text: µs, p50 (less is better)"),
			new Panel(Comparison.CALL, "us_p50", "Small call: µs, p50 (less is better)"));

	private final StringBuilder svg = new StringBuilder();

	private int y = 10;

	private Plot() {
	}

	static String of(Results results, String title) {
		Plot plot = new Plot();
		PANELS.forEach((panel) -> plot.draw(panel, results));
		return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + (plot.y + 10)
				+ "\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n<title>Medians, " + title
				+ "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + plot.svg + "</svg>\n";
	}

	private void draw(Panel panel, Results results) {
		List<String> contenders = panel.comparison.contenders();
		double most = contenders.stream()
			.mapToDouble((contender) -> panel.value(results, contender))
			.filter((value) -> !Double.isNaN(value))
			.max()
			.orElse(Double.NaN);
		if (Double.isNaN(most)) {
			return;
		}
		text(10, this.y + 24, "start", "font-weight=\"bold\"", panel.title);
		this.y += TITLE;
		for (String contender : contenders) {
			double value = panel.value(results, contender);
			if (!Double.isNaN(value)) {
				bar(contender, value, value / most);
			}
		}
	}

	private void bar(String contender, double value, double part) {
		double length = Math.max(1, part * (WIDTH - LABEL - VALUE));
		text(LABEL - 8, this.y + 15, "end", "", Report.label(contender));
		this.svg
			.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
					LABEL, this.y, length, BAR, color(contender)));
		text((int) (LABEL + length + 6), this.y + 15, "start", "", Target.number(value));
		this.y += STEP;
	}

	private void text(int x, int y, String anchor, String more, String text) {
		this.svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n", x, y,
				anchor, more, text));
	}

	private static String color(String contender) {
		return contender.startsWith("chatbotkit") ? "#2563eb"
				: ((contender.equals("raw-socket") || contender.equals("webclient")) ? "#9ca3af" : "#d1a054");
	}

	/**
	 * One figure.
	 */
	private record Panel(Comparison comparison, String metric, String title) {

		double value(Results results, String contender) {
			return results.figures(this.comparison, contender, this.metric).median();
		}

	}

}
