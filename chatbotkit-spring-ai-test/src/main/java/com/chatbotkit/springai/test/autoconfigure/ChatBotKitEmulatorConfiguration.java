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

package com.chatbotkit.springai.test.autoconfigure;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.netty.ChannelBindException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Starts an emulator with the application and closes it with the application, which talks
 * to it instead of ChatBotKit. For a {@code main} method among the tests:
 * {@code SpringApplication.from(Application::main).with(ChatBotKitEmulatorConfiguration.class).run(args)}.
 * <p>
 * If no property names a bot or model, the application talks to the bot {@code demo}.
 * Unlike {@code spring.ai.chatbotkit.emulator.enabled}, this also works if a secret key
 * is set; the key is then not used.
 */
@Configuration(proxyBeanMethods = false)
@Import({ DefaultBot.class, EmulatorConnectionConfiguration.class })
public final class ChatBotKitEmulatorConfiguration {

	private static final String PORT = EmulatorProperty.PREFIX + "emulator.port";

	// Limits the memory of an application that runs for days.
	private static final int KEPT_REQUESTS = 100;

	private static final Log logger = LogFactory.getLog(ChatBotKitEmulatorConfiguration.class);

	/**
	 * Names the default bot again if the beans were generated ahead of time, because
	 * {@link DefaultBot} is then not called when the application runs.
	 */
	@Bean
	static BeanFactoryPostProcessor chatBotKitDefaultBot(Environment environment) {
		return (beans) -> DefaultBot.addTo(environment);
	}

	@Bean
	ChatBotKitEmulator chatBotKitEmulator(Environment environment,
			ObjectProvider<ChatBotKitEmulatorCustomizer> customizers) {
		ChatBotKitEmulator emulator = start(Binder.get(environment).bind(PORT, Integer.class).orElse(0));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(emulator));
		logger.info("The bot is an emulated one on " + emulator.baseUrl() + ", to be watched at " + emulator.pageUrl());
		return emulator;
	}

	/**
	 * Starts an emulator. A port that cannot be used is a failure that names the
	 * property.
	 */
	private static ChatBotKitEmulator start(int port) {
		try {
			return ChatBotKitEmulator.builder().port(port).acceptAnyKey().keepRequests(KEPT_REQUESTS).start();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PORT, port, ex.getMessage() + ".");
		}
		catch (ChannelBindException ex) {
			InvalidConfigurationPropertyValueException invalid = new InvalidConfigurationPropertyValueException(PORT,
					port, "The emulator cannot listen on this port. Probably another program does: end it, or write "
							+ "another port, or 0 for any free one.");
			invalid.addSuppressed(ex);
			throw invalid;
		}
	}

}
