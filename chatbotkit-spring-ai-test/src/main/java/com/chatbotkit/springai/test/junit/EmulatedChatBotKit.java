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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a test class against an emulated ChatBotKit.
 * <p>
 * The {@link ChatBotKitEmulator} starts once for the class and is
 * {@linkplain ChatBotKitEmulator#reset() reset} before each test. It is injected into
 * parameters of test and lifecycle methods, and into fields of its type that are not
 * static, not final and null.
 * <p>
 * With {@code @SpringBootTest}, a test slice or another use of Spring's extension, the
 * emulator is a bean of the application context and closes with it. Classes that share a
 * cached context share the emulator. The application talks to it with no property set:
 * the context gets connection details, and every secret key is accepted. If neither
 * {@code spring.ai.chatbotkit.chat.*} nor {@code spring.ai.chatbotkit.bots.*} names a bot
 * or model, or only by an unresolved placeholder, it talks to the bot {@value #BOT}.
 * Retries wait for milliseconds unless {@code spring.ai.retry.backoff.*} says otherwise.
 * <p>
 * If JUnit runs tests in parallel, classes with this annotation still run one after
 * another, because they share the emulator.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EmulatorExtension.class)
@ResourceLock(EmulatedChatBotKit.LOCK)
public @interface EmulatedChatBotKit {

	/**
	 * The bot of an application that names no bot or model.
	 */
	String BOT = "emulated";

	/**
	 * The name of the lock that such classes share.
	 */
	String LOCK = "com.chatbotkit.springai.test.junit.EmulatedChatBotKit";

}
