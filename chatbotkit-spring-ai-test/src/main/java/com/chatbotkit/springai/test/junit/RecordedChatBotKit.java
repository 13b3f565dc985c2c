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
 * Runs a test class against what ChatBotKit once answered, read from a file beside the
 * test, with no network.
 * <p>
 * With the system property {@code chatbotkit.record=true}, or the environment variable
 * {@code CHATBOTKIT_RECORD=true}, the tests talk to ChatBotKit itself and the file is
 * written: then they need a real secret key, the application's own or else that in the
 * environment variable {@code CHATBOTKIT_API_SECRET}. The file lies in
 * {@code src/test/resources}, in the folder of the test's package; the system property
 * {@code chatbotkit.record.directory} names another folder than
 * {@code src/test/resources}. It holds no secret key, and what {@link #redaction()} takes
 * out is not in it either.
 * <p>
 * Each exchange belongs to the test that asked, and answers one request with the same
 * method, path and JSON. A request that nothing fits is refused with words that say what
 * differs, which fail the test as well; so does an exchange that was not asked for.
 * <p>
 * Beside {@code @SpringBootTest}, a test slice or anything else with Spring's extension,
 * the application gets connection details, and needs neither a key nor a bot to replay:
 * where nothing says what to talk to, or only a placeholder that is not set here, any
 * recorded bot answers. Without Spring a client is given the {@link RecordedEndpoint},
 * which is injected into parameters of test and lifecycle methods, and into fields of its
 * type that are neither static nor final and hold nothing yet.
 * <p>
 * Classes with this annotation do not run at the same time as each other where JUnit runs
 * tests in parallel.
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
	 * The file.
	 * @return its name, or path, seen from the folder of the test's package; defaults to
	 * the simple name of the class and {@code .json}
	 */
	String value() default "";

	/**
	 * Changes texts before they are recorded, and requests before they are compared: for
	 * what must not stand in a file, and for what is another in each run, such as the
	 * date.
	 * @return a class with a constructor without parameters, whose function takes a path,
	 * a body, or a piece of one, and leaves JSON what it is; defaults to one that changes
	 * nothing
	 */
	Class<? extends UnaryOperator<String>> redaction() default NoRedaction.class;

	/**
	 * Whether the pauses between the pieces of an answer are recorded, and kept when it
	 * is replayed.
	 * @return true to keep them; defaults to false
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
