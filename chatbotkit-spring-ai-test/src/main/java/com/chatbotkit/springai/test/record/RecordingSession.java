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
 * Records the exchanges of a test class in a file, or replays them from it. For
 * integrations with test frameworks: in JUnit tests, use {@code @RecordedChatBotKit}.
 * <p>
 * Only one session runs in a JVM at a time, so that every {@linkplain RecordedEndpoint
 * endpoint} finds it.
 */
public abstract sealed class RecordingSession permits RecordModeSession, ReplayModeSession {

	private static final AtomicReference<@Nullable RecordingSession> running = new AtomicReference<>();

	RecordingSession() {
	}

	/**
	 * Starts a session that {@linkplain RecordedEndpoint#isRecording() records} or
	 * replays.
	 * @param file the recording
	 * @param redaction changes texts before they are recorded or compared
	 * @param timing whether pauses between the pieces of a response are kept
	 * @return the running session
	 * @throws IllegalStateException if there is no recording to replay, or another
	 * session is running
	 */
	public static RecordingSession start(Path file, UnaryOperator<String> redaction, boolean timing) {
		RecordingFile recording = new RecordingFile(file);
		RecordingSession session = RecordingSettings.isRecording() ? new RecordModeSession(recording, redaction, timing)
				: new ReplayModeSession(recording, redaction, timing);
		if (!running.compareAndSet(null, session)) {
			throw new IllegalStateException(
					"Another test class is recording or replaying: run such classes one after another");
		}
		return session;
	}

	static @Nullable RecordingSession running() {
		return running.get();
	}

	abstract Mono<EndpointResponse> answer(EndpointRequest request, @Nullable Upstream upstream);

	/**
	 * Begins a test. The requests that follow belong to it.
	 * @param test the test's name within its class
	 */
	public abstract void begin(String test);

	/**
	 * Ends the test. The requests that follow belong to no test.
	 * @param failed whether the test has failed; if it has, unused recorded exchanges are
	 * not reported
	 * @throws AssertionError if the test sent a request that is not recorded, or did not
	 * send a recorded one
	 */
	public abstract void end(boolean failed);

	/**
	 * Ends the session, and writes its recording. Recorded exchanges of tests that did
	 * not run are kept.
	 * @param exists tells whether a test of that name still exists
	 * @throws AssertionError like {@link #end}, for exchanges outside of a test or of a
	 * test that no longer exists
	 */
	public final void finish(Predicate<String> exists) {
		running.compareAndSet(this, null);
		close(exists);
	}

	abstract void close(Predicate<String> exists);

}
