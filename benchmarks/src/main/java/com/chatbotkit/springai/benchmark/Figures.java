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

import java.util.HashMap;
import java.util.Map;

/**
 * One figure as it was measured in each turn.
 *
 * @param ofTurns the figure by turn
 */
record Figures(Map<Integer, Double> ofTurns) {

	/**
	 * Returns this figure as a part of another one of the same turn, which has the same
	 * moods of the machine in it.
	 */
	Figures dividedBy(Figures other) {
		Map<Integer, Double> ratios = new HashMap<>();
		this.ofTurns.forEach((turn, value) -> {
			Double divisor = other.ofTurns.get(turn);
			if (divisor != null) {
				ratios.put(turn, value / divisor);
			}
		});
		return new Figures(ratios);
	}

	/**
	 * Returns the lower of two figures in each turn.
	 */
	Figures least(Figures other) {
		Map<Integer, Double> least = new HashMap<>(this.ofTurns);
		other.ofTurns.forEach((turn, value) -> least.merge(turn, value, Math::min));
		return new Figures(least);
	}

	/**
	 * Returns the median of all turns.
	 * @return the median, or NaN if there is nothing
	 */
	double median() {
		return quantile(0.5);
	}

	/**
	 * Returns a quantile of all turns, between two figures where it falls there.
	 * @return the quantile, or NaN if there is nothing
	 */
	double quantile(double part) {
		double[] sorted = this.ofTurns.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		double at = part * (sorted.length - 1);
		int below = (int) at;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
	}

}
