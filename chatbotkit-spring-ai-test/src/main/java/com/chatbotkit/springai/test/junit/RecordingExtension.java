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

package com.chatbotkit.springai.test.junit;

import java.nio.file.Path;
import java.util.Objects;

import com.chatbotkit.springai.test.record.RecordedEndpoint;
import com.chatbotkit.springai.test.record.RecordingSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs a recording session for an annotated test class, test by test.
 */
final class RecordingExtension extends ServerExtension<RecordedEndpoint>
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	RecordingExtension() {
		super(RecordedEndpoint.class, RecordedEndpoint::start);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(Namespace.create(RecordingExtension.class));
	}

	private static @Nullable RecordingSession find(ExtensionContext context) {
		return store(context).get(RecordingSession.class, RecordingSession.class);
	}

	private static RecordingSession session(ExtensionContext context) {
		return Objects.requireNonNull(find(context));
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		// A nested class belongs to the session of its enclosing class.
		if (find(context) == null) {
			store(context).put(RecordingSession.class, start(context));
		}
	}

	private static RecordingSession start(ExtensionContext context) {
		Class<?> testClass = context.getRequiredTestClass();
		RecordedChatBotKit recorded = AnnotationSupport.findAnnotation(testClass, RecordedChatBotKit.class)
			.orElseThrow();
		Path file = RecordingLocation.of(testClass, recorded.value());
		if (RecordedEndpoint.isRecording()) {
			context.publishReportEntry("recording", file.toString());
		}
		return RecordingSession.start(file, ReflectionSupport.newInstance(recorded.redaction()), recorded.timing());
	}

	@Override
	public void beforeEach(ExtensionContext context) throws IllegalAccessException {
		session(context).begin(TestName.of(context));
		setFields(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		session(context).end(context.getExecutionException().isPresent());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		// Remove only the session of this class, not of an enclosing class.
		RecordingSession own = store(context).remove(RecordingSession.class, RecordingSession.class);
		if (own != null) {
			Class<?> outermost = TestName.outermost(context).getRequiredTestClass();
			own.finish((test) -> TestName.exists(outermost, test));
		}
	}

}
