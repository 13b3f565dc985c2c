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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the tests of a class and ChatBotKit say to each other, replayed from a file or
 * recorded in it. For test frameworks: with JUnit, {@code @RecordedChatBotKit} drives it.
 * <p>
 * One at a time runs in a JVM, so that {@linkplain RecordedEndpoint endpoints} find it
 * wherever they were started.
 */
public abstract sealed class RecordingSession permits RecordModeSession, ReplayModeSession {

	private static final AtomicReference<@Nullable RecordingSession> running = new AtomicReference<>();

	RecordingSession() {
	}

	/**
	 * Starts a session, which {@linkplain RecordedEndpoint#isRecording() records} or
	 * replays.
	 * @param file the recording
	 * @param redaction changes texts before they are recorded or compared
	 * @param timing whether pauses between the pieces of an answer are kept
	 * @return the running session
	 * @throws IllegalStateException if there is nothing to replay, or another session
	 * runs
	 */
	public static RecordingSession start(Path file, UnaryOperator<String> redaction, boolean timing) {
		RecordingFile recording = new RecordingFile(file);
		RecordingSession session = RecordingSettings.isRecording() ? new RecordModeSession(recording, redaction, timing)
				: new ReplayModeSession(recording, redaction, timing);
		if (!running.compareAndSet(null, session)) {
			throw new IllegalStateException("Another class of tests records or replays at the moment");
		}
		return session;
	}

	static @Nullable RecordingSession running() {
		return running.get();
	}

	abstract Mono<EndpointResponse> answer(EndpointRequest request, @Nullable Upstream upstream);

	/**
	 * Begins a test, to which requests belong from now on.
	 * @param test the test's name within its class
	 */
	public abstract void begin(String test);

	/**
	 * Ends the test. Requests that come now belong to no test.
	 * @param failed whether the test failed already, so that exchanges it did not ask for
	 * are no news
	 * @throws AssertionError if the test asked for what is not recorded, or did not ask
	 * for what is
	 */
	public abstract void end(boolean failed);

	/**
	 * Ends the session, and writes what it recorded. What tests that did not run have
	 * recorded stays.
	 * @param exists tells whether there still is a test of that name
	 * @throws AssertionError as {@link #end} does, for what belongs to no test or to one
	 * that does not exist any more
	 */
	public final void finish(Predicate<String> exists) {
		running.compareAndSet(this, null);
		close(exists);
	}

	abstract void close(Predicate<String> exists);

}
