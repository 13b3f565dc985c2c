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

package com.chatbotkit.springai.test.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test slice for prompts and tools, without the rest of the application.
 * <p>
 * The application context contains chat clients, chat memory and tools as Spring Boot
 * configures them, the emulator of {@link EmulatedChatBotKit}, and these components of
 * the application:
 * <ul>
 * <li>the {@link #components()}; if none are named, all components with a method that is
 * annotated with Spring AI's {@code @Tool}</li>
 * <li>advisors, tool callbacks and their providers, and customizers of chat clients</li>
 * </ul>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ChatBotKitTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ChatBotKitTypeExcludeFilter.class)
@AutoConfigureChatBotKit
@ImportAutoConfiguration
@EmulatedChatBotKit
public @interface ChatBotKitTest {

	/**
	 * Properties to add to the environment.
	 * @return properties as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Alias for {@link #components()}.
	 * @return the components
	 */
	@AliasFor("components")
	Class<?>[] value() default {};

	/**
	 * Components to test, found by the application's component scan.
	 * @return the components; defaults to those with a tool method
	 */
	@AliasFor("value")
	Class<?>[] components() default {};

	/**
	 * Whether the application's components are filtered as described above.
	 * @return false to include only the components of {@link #includeFilters()}; defaults
	 * to true
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for further components.
	 * @return the filters; defaults to none
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters for components to exclude.
	 * @return the filters; defaults to none
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to exclude.
	 * @return the classes; defaults to none
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
