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

import java.util.Locale;

/**
 * Draws what was watched over the time, one panel for each.
 */
final class SoakPlot {

	private static final int WIDTH = 420;

	private static final int HEIGHT = 130;

	private static final int LEFT = 46;

	private static final int TOP = 26;

	private static final int BOTTOM = 22;

	private final StringBuilder svg = new StringBuilder();

	private int panels;

	void draw(String title, Samples samples) {
		int x = (this.panels % 2) * WIDTH;
		int y = (this.panels / 2) * HEIGHT;
		this.panels++;
		double most = Math.max(1, samples.most() * 1.15);
		double last = Math.max(1, samples.seconds()[samples.seconds().length - 1]);
		double width = WIDTH - LEFT - 14;
		double height = HEIGHT - TOP - BOTTOM;
		StringBuilder points = new StringBuilder();
		for (int i = 0; i < samples.values().length; i++) {
			points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x + LEFT + width * samples.seconds()[i] / last,
					y + TOP + height * (1 - samples.values()[i] / most)));
		}
		text(x + LEFT, y + 17, "start", "font-weight=\"bold\"", title);
		text(x + LEFT - 5, y + TOP + 10, "end", "fill=\"#555\"", number(most));
		text(x + LEFT - 5, (int) (y + TOP + height), "end", "fill=\"#555\"", "0");
		text(x + LEFT, y + HEIGHT - 6, "start", "fill=\"#555\"", "0");
		text(x + WIDTH - 14, y + HEIGHT - 6, "end", "fill=\"#555\"", Math.round(last / 60) + " min");
		this.svg
			.append(String.format(Locale.ROOT,
					"<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%.0f\" fill=\"none\" stroke=\"#ccc\"/>%n",
					x + LEFT, y + TOP, width, height))
			.append("<polyline fill=\"none\" stroke=\"#2563eb\" stroke-width=\"1.2\" points=\"")
			.append(points.toString().strip())
			.append("\"/>\n");
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 10) ? "%.1f" : "%.0f", value);
	}

	private void text(int x, int y, String anchor, String more, String words) {
		this.svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n", x, y,
				anchor, more, words));
	}

	@Override
	public String toString() {
		return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + 2 * WIDTH + " "
				+ (this.panels + 1) / 2 * HEIGHT + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
				+ "<title>What client and server held during the soak</title>\n"
				+ "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + this.svg + "</svg>\n";
	}

}
