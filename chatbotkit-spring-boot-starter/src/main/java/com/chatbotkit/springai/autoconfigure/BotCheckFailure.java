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
 * Makes the startup failure of a bot that cannot be asked. It says which property to
 * change, and leaves out the server's message: status and code are enough.
 *
 * @param id the bot's id
 * @param prefix the prefix of the properties that name it
 */
record BotCheckFailure(String id, String prefix) {

	private static final String OR_START_ALL_THE_SAME = ", or start without the check by " + StartupCheck.PROPERTY
			+ "=false.";

	InvalidSettingException refused(Throwable failed) {
		if (failed instanceof ChatBotKitFailedRequest request) {
			return refused(request.getFailure());
		}
		return unreachable(
				(failed instanceof TimeoutException) ? "no answer came in time" : String.valueOf(failed.getMessage()));
	}

	private InvalidSettingException refused(ChatBotKitFailure failure) {
		String told = " (" + failure.status() + " " + failure.code() + ").";
		return switch (failure.status()) {
			case 401 -> invalid("ChatBotKit does not accept the secret key for the bot " + this.id + told, "Correct "
					+ secretKey() + ", or the ApiKey bean " + SecretKeySource.BEAN_NAME + " where there is one.");
			case 403 -> invalid("The account of the secret key does not own the bot " + this.id + told,
					"Correct " + botId() + " or " + secretKey()
							+ ". A bot that another account shares with yours cannot be checked: for such a one set "
							+ StartupCheck.PROPERTY + "=false.");
			case 404 -> invalid("ChatBotKit does not know the bot " + this.id + told,
					"Correct " + botId() + ", or " + secretKey() + " if the bot is one of another account"
							+ (failure.words().contains("base URL's path")
									? ". The answer has no code, so that the path of " + ChatBotKitProperties.PREFIX
											+ ".base-url may be wrong."
									: "."));
			case 0 -> unreachable(failure.code() + ", " + failure.words());
			default -> unreachable(failure.status() + " " + failure.code());
		};
	}

	private InvalidSettingException unreachable(String reason) {
		return invalid("ChatBotKit cannot be asked for the bot " + this.id + ": " + reason + ".",
				"Check " + ChatBotKitProperties.PREFIX + ".base-url and the way to it" + OR_START_ALL_THE_SAME);
	}

	private String botId() {
		return this.prefix + ".bot-id";
	}

	/**
	 * A named bot may have a key of its own.
	 */
	private String secretKey() {
		String shared = ChatBotKitProperties.PREFIX + ".secret-key";
		return this.prefix.startsWith(ChatBotKitProperties.PREFIX + ".bots.")
				? this.prefix + ".secret-key (or " + shared + ")" : shared;
	}

	private static InvalidSettingException invalid(String description, String action) {
		return new InvalidSettingException(description, action, null);
	}

}
