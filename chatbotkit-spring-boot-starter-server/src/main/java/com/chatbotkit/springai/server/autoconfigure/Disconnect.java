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

package com.chatbotkit.springai.server.autoconfigure;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * Reads what happens to an agent whose client has disconnected.
 */
final class Disconnect {

	private static final String FINISH_AFTER = "finish-after=";

	private Disconnect() {
	}

	/**
	 * Returns how long the agent continues; zero to stop it at once.
	 */
	static Duration finishAfter(String setting) {
		if (setting.equals("stop")) {
			return Duration.ZERO;
		}
		// Without a unit, it would be milliseconds.
		if (setting.startsWith(FINISH_AFTER) && !setting.matches(".*=\\s*\\d+\\s*")) {
			try {
				Duration after = DurationStyle.detectAndParse(setting.substring(FINISH_AFTER.length()).strip());
				if (after.compareTo(Duration.ZERO) > 0) {
					return after;
				}
			}
			catch (IllegalArgumentException ex) {
				// Said below.
			}
		}
		throw ServerPropertyChecks.invalid("disconnect", setting,
				"Set it to 'stop', or to 'finish-after=' and a duration, such as 'finish-after=30s'.");
	}

}
