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

import java.util.function.UnaryOperator;

/**
 * Settings of a recorder or replayer. Both need the same.
 *
 * @param <T> the type of the server to start
 */
public final class RecordingBuilder<T> {

	private final Starter<T> starter;

	private UnaryOperator<String> redaction = UnaryOperator.identity();

	private boolean timing;

	RecordingBuilder(Starter<T> starter) {
		this.starter = starter;
	}

	/**
	 * Changes texts before they are recorded, and requests before they are compared with
	 * recorded ones, for example to remove personal data. A recorder and its replayer
	 * need the same function.
	 * @param redaction changes a path, a body, or a piece of a body; JSON has to stay
	 * valid. It may be called more than once for the same text; defaults to no change
	 * @return this builder
	 */
	public RecordingBuilder<T> redact(UnaryOperator<String> redaction) {
		this.redaction = redaction;
		return this;
	}

	/**
	 * Records or replays the pauses between the pieces of a response. By default they are
	 * neither recorded nor replayed.
	 * @return this builder
	 */
	public RecordingBuilder<T> withTiming() {
		this.timing = true;
		return this;
	}

	/**
	 * Starts the recorder or replayer.
	 * @return the running server
	 * @throws IllegalArgumentException if a recorder's base URL would send secret keys in
	 * plain text, or a replayer's file is not a recording
	 * @throws java.io.UncheckedIOException if a replayer's file cannot be read
	 */
	public T start() {
		return this.starter.start(new Redaction(this.redaction), this.timing);
	}

	/**
	 * Starts a server with the settings.
	 *
	 * @param <T> the type of the server
	 */
	@FunctionalInterface
	interface Starter<T> {

		T start(Redaction redaction, boolean timing);

	}

}
