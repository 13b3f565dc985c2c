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

package com.chatbotkit.springai.autoconfigure;

import java.util.concurrent.TimeoutException;

import com.chatbotkit.springai.api.ChatBotKitFailedRequest;
import com.chatbotkit.springai.api.ChatBotKitFailure;

/**
 * Says of a bot that did not pass the check at start which setting to change. The
 * server's words are left out: status and code tell enough.
 */
final class UncheckedBot {

	private static final String PREFIX = ChatBotKitProperties.PREFIX;

	private static final String SECRET_KEY = PREFIX + ".secret-key";

	private static final String OR_START_ALL_THE_SAME = ", or start without the check by " + StartupCheck.PROPERTY
			+ "=false.";

	private UncheckedBot() {
	}

	static InvalidSettingException of(String botId, String beanName, Throwable failed) {
		String bot = "the bot " + botId + " of the chat model " + beanName;
		if (failed instanceof ChatBotKitFailedRequest request) {
			return of(bot, request.getFailure());
		}
		String reason = (failed instanceof TimeoutException) ? "no answer came in time"
				: String.valueOf(failed.getMessage());
		return unreachable(bot, reason);
	}

	private static InvalidSettingException of(String bot, ChatBotKitFailure failure) {
		String told = " (" + failure.status() + " " + failure.code() + ").";
		return switch (failure.status()) {
			case 401 -> new InvalidSettingException("ChatBotKit does not accept the secret key for " + bot + told,
					"Correct " + SECRET_KEY + ", or the ApiKey bean " + SecretKeySource.BEAN_NAME
							+ " where there is one.",
					null);
			case 403 -> new InvalidSettingException("The account of the secret key does not own " + bot + told,
					"Correct " + ChatSelector.BOT_ID + " or " + SECRET_KEY
							+ ". A bot that another account shares with yours cannot be checked: for such a one set "
							+ StartupCheck.PROPERTY + "=false.",
					null);
			case 404 -> new InvalidSettingException("ChatBotKit does not know " + bot + told,
					"Correct " + ChatSelector.BOT_ID + ", or " + SECRET_KEY + " if it is one of another account.",
					null);
			case 0 -> unreachable(bot, failure.code() + ", " + failure.words());
			default -> unreachable(bot, failure.status() + " " + failure.code());
		};
	}

	private static InvalidSettingException unreachable(String bot, String reason) {
		return new InvalidSettingException("ChatBotKit cannot be asked for " + bot + ": " + reason + ".",
				"Check " + PREFIX + ".base-url and the way to it" + OR_START_ALL_THE_SAME, null);
	}

}
