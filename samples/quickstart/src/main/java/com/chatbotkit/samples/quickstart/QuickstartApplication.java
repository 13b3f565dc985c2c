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

package com.chatbotkit.samples.quickstart;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Talks to a bot in five ways and exits. Without an account, the bot is emulated.
 */
@SpringBootApplication
public class QuickstartApplication {

	private static final String KEY = "CHATBOTKIT_API_SECRET";

	private static final String BOT = "CHATBOTKIT_BOT_ID";

	public static void main(String[] args) {
		Terminal.honourNoColor(System.getenv("NO_COLOR"));
		String missing = missing(args);
		if (missing != null) {
			new Terminal().answer(missing);
			return;
		}
		ConfigurableApplicationContext context = SpringApplication.run(QuickstartApplication.class, args);
		Terminal terminal = context.getBean(Terminal.class);
		try {
			if (context.getBeanProvider(ChatBotKitEmulator.class).getIfAvailable() != null) {
				terminal.answer("The bot is emulated: this needs no account and no network.");
			}
			context.getBean(Tour.class).run();
		}
		catch (TransientAiException | NonTransientAiException ex) {
			// Ctrl-C closes the context, which closes the connections of the tour.
			if (!context.isClosed()) {
				terminal.answer("ChatBotKit did not answer: " + ex.getMessage());
			}
		}
		catch (RuntimeException ex) {
			if (!context.isClosed()) {
				throw ex;
			}
		}
		finally {
			context.close();
		}
	}

	private static @Nullable String missing(String[] args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		boolean key = StringUtils.hasText(environment.getProperty(KEY));
		if (key == StringUtils.hasText(environment.getProperty(BOT))) {
			return null;
		}
		return key ? "Set " + BOT + " to the id of your bot, because " + KEY + " is set."
				: "Set " + KEY + " to your secret key, because " + BOT + " is set; with neither the bot is emulated.";
	}

}
