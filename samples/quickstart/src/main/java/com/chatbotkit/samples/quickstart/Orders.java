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

import java.time.LocalDate;
import java.time.ZoneId;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * A tool of this application, offered to the bot.
 */
@Component
class Orders {

	private final Terminal terminal;

	Orders(Terminal terminal) {
		this.terminal = terminal;
	}

	@Tool(description = "Tells where an order is")
	OrderStatus orderStatus(@ToolParam(description = "The order's number, for example A-1042") String orderNumber) {
		this.terminal.note("the bot calls orderStatus(\"" + orderNumber + "\") in this application");
		return new OrderStatus(orderNumber, "on its way", LocalDate.now(ZoneId.systemDefault()).plusDays(2));
	}

	/**
	 * The state of an order.
	 *
	 * @param orderNumber the order's number
	 * @param state the state
	 * @param expected the expected day of arrival
	 */
	record OrderStatus(String orderNumber, String state, LocalDate expected) {

	}

}
