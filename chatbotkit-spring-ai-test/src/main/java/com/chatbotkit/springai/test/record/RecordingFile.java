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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.core.JacksonException;

/**
 * Reads and writes a recording.
 *
 * @param path the path of the file
 */
record RecordingFile(Path path) {

	List<RecordedExchange> read() {
		try {
			return JsonText.MAPPER.readValue(Files.readString(this.path), Recording.class).exchanges();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the recording " + this.path, ex);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(this.path + " is not a recording: " + ex.getOriginalMessage(), ex);
		}
	}

	/** Replaces the file; missing folders are created. */
	void write(List<RecordedExchange> exchanges) {
		try {
			Path folder = this.path.toAbsolutePath().getParent();
			if (folder != null) {
				Files.createDirectories(folder);
			}
			Files.writeString(this.path, JsonText.WRITER.writeValueAsString(new Recording(exchanges)) + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write the recording " + this.path, ex);
		}
	}

}
