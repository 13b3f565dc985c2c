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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.test.record.RecordedEndpoint;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a test class against recorded responses of ChatBotKit, without network. The
 * recording is a file next to the test.
 * <p>
 * With the system property {@code chatbotkit.record=true}, or the environment variable
 * {@code CHATBOTKIT_RECORD=true}, the tests talk to ChatBotKit itself and the file is
 * written. Recording needs a real secret key: the application's own, or else the
 * environment variable {@code CHATBOTKIT_API_SECRET}. The file is in
 * {@code src/test/resources}, in the folder of the test's package; the system property
 * {@code chatbotkit.record.directory} names another folder than
 * {@code src/test/resources}. The file contains no secret key, and nothing that
 * {@link #redaction()} removes.
 * <p>
 * Each recorded exchange belongs to one test, and answers one request with the same
 * method, path and JSON. A request without a matching exchange is refused with a message
 * that lists the differences, and fails the test. An exchange that is not requested fails
 * the test, too.
 * <p>
 * With {@code @SpringBootTest}, a test slice or another use of Spring's extension, the
 * application gets connection details. To replay, it needs neither a key nor a bot: if no
 * bot or model is named, or only by an unresolved placeholder, any recorded bot answers.
 * Without Spring, connect a client to the {@link RecordedEndpoint}. It is injected into
 * parameters of test and lifecycle methods, and into fields of its type that are not
 * static, not final and null.
 * <p>
 * If JUnit runs tests in parallel, classes with this annotation still run one after
 * another.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RecordingExtension.class)
@ResourceLock(RecordedChatBotKit.LOCK)
public @interface RecordedChatBotKit {

	/**
	 * The name of the lock that such classes share.
	 */
	String LOCK = "com.chatbotkit.springai.test.junit.RecordedChatBotKit";

	/**
	 * The file of the recording.
	 * @return the file's name or path, relative to the folder of the test's package;
	 * defaults to the simple name of the class and {@code .json}
	 */
	String value() default "";

	/**
	 * Changes texts before they are recorded, and requests before they are compared. Use
	 * it for contents that must not be recorded, and for contents that change with each
	 * run, such as the date.
	 * @return a class with a constructor without parameters. Its function takes a path, a
	 * body, or a piece of a body; JSON has to stay valid. Defaults to a function that
	 * changes nothing
	 */
	Class<? extends UnaryOperator<String>> redaction() default NoRedaction.class;

	/**
	 * Whether the pauses between the pieces of a response are recorded and replayed.
	 * @return true to keep the pauses; defaults to false
	 */
	boolean timing() default false;

	/**
	 * Changes nothing.
	 */
	final class NoRedaction implements UnaryOperator<String> {

		private NoRedaction() {
		}

		@Override
		public String apply(String text) {
			return text;
		}

	}

}
