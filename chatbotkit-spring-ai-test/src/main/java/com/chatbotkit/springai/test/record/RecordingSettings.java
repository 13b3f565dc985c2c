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

package com.chatbotkit.springai.test.record;

import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of recordings from system properties, or from environment variables:
 * {@code CHATBOTKIT_RECORD_BASE_URL} for {@code chatbotkit.record.base-url}.
 */
final class RecordingSettings {

	private RecordingSettings() {
	}

	static boolean isRecording() {
		return Boolean.parseBoolean(find("chatbotkit.record"));
	}

	static String baseUrl(@Nullable String otherwise) {
		String baseUrl = find("chatbotkit.record.base-url");
		if (baseUrl == null) {
			baseUrl = otherwise;
		}
		return (baseUrl != null) ? baseUrl : RealBaseUrl.HOSTED;
	}

	static String secretKey() {
		String key = find("chatbotkit.api.secret");
		if (key == null) {
			throw new IllegalStateException("To record, set the environment variable CHATBOTKIT_API_SECRET to the"
					+ " secret key of a ChatBotKit account");
		}
		return key;
	}

	static @Nullable Path directory() {
		String directory = find("chatbotkit.record.directory");
		return (directory != null) ? Path.of(directory) : null;
	}

	private static @Nullable String find(String name) {
		String value = System.getProperty(name);
		if (value == null) {
			value = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
		}
		return (value != null && !value.isBlank()) ? value : null;
	}

}
