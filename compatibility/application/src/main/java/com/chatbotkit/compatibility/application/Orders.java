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

package com.chatbotkit.compatibility.application;

import java.util.List;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * The tool that the bot calls.
 */
@Component
class Orders {

	@Tool(description = "Tells where an order is")
	OrderState orderState(@ToolParam(description = "The order's number, for example A-1042") String number,
			@ToolParam(required = false, description = "What to tell of it") List<Detail> details) {
		return new OrderState(number, "shelf " + number.length());
	}

	/**
	 * What can be told of an order.
	 */
	enum Detail {

		PLACE, PRICE

	}

	/**
	 * Where an order is.
	 *
	 * @param number the order's number
	 * @param place the place
	 */
	record OrderState(String number, String place) {

	}

}
