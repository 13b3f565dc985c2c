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

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;

/**
 * Creates the startup failure of a bot that is not reachable. It names the property to
 * correct and leaves out the server's message, because status and code are enough.
 *
 * @param id the bot's id
 * @param prefix the prefix of the properties that configure it
 */
record BotCheckFailure(String id, String prefix) {

	private static final String OR_SKIP_THE_CHECK = ", or skip this check with " + StartupCheck.PROPERTY + "=false.";

	InvalidSettingException of(Throwable failed) {
		if (failed instanceof ChatBotKitRequestException request) {
			return of(request.getFailure());
		}
		return unreachable(
				(failed instanceof TimeoutException) ? "no response in time" : String.valueOf(failed.getMessage()));
	}

	private InvalidSettingException of(ChatBotKitFailure failure) {
		String statusAndCode = " (" + failure.status() + " " + failure.code() + ").";
		return switch (failure.status()) {
			case 401 -> new InvalidSettingException(
					"ChatBotKit does not accept the secret key for the bot " + this.id + statusAndCode, "Correct "
							+ secretKey() + ", or the ApiKey bean " + SecretKeySource.BEAN_NAME + " if there is one.");
			case 403 -> new InvalidSettingException(
					"The account of the secret key does not own the bot " + this.id + statusAndCode,
					"Correct " + botId() + " or " + secretKey()
							+ ". A bot that another account shares with yours cannot be checked: in this case set "
							+ StartupCheck.PROPERTY + "=false.");
			case 404 -> new InvalidSettingException("ChatBotKit does not know the bot " + this.id + statusAndCode,
					"Correct " + botId() + ", or " + secretKey() + " if the bot belongs to another account"
							+ (failure.isPathUnknown() ? ". The response has no code, so the path of "
									+ ChatBotKitProperties.PREFIX + ".base-url may be wrong." : "."));
			case 0 -> unreachable(failure.code() + ", " + failure.words());
			default -> unreachable(failure.status() + " " + failure.code());
		};
	}

	private InvalidSettingException unreachable(String reason) {
		return new InvalidSettingException("ChatBotKit cannot look up the bot " + this.id + ": " + reason + ".",
				"Check " + ChatBotKitProperties.PREFIX + ".base-url and the network path to it" + OR_SKIP_THE_CHECK);
	}

	private String botId() {
		return this.prefix + ".bot-id";
	}

	/**
	 * Returns the property of the key. A named bot may have its own.
	 */
	private String secretKey() {
		String shared = ChatBotKitProperties.PREFIX + ".secret-key";
		return this.prefix.startsWith(ChatBotKitProperties.PREFIX + ".bots.")
				? this.prefix + ".secret-key (or " + shared + ")" : shared;
	}

}
